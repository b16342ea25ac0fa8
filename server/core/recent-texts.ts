/** What an entry takes beside its text. Bytes. */
const ENTRY_BYTES = 100

/**
 * Texts made of objects, kept until others of so many bytes were made, or the object is gone. Two halves take turns; one that
 * is asked for again stays.
 */
export class RecentTexts<T extends object> {
  readonly #half: number
  #young = new WeakMap<T, string>()
  #old = new WeakMap<T, string>()
  #bytes = 0

  /** `most`: bytes of memory. */
  constructor(most: number) {
    this.#half = most / 2
  }

  of(object: T, make: (object: T) => string): string {
    const known = this.#young.get(object)
    if (known !== undefined) return known
    const text = this.#old.get(object) ?? make(object)
    if (this.#bytes >= this.#half) {
      this.#old = this.#young
      this.#young = new WeakMap()
      this.#bytes = 0
    }
    this.#young.set(object, text)
    // V8 takes two bytes for each character where one of them needs it
    this.#bytes += ENTRY_BYTES + text.length * 2
    return text
  }
}
