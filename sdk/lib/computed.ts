/** A value that is made when it is read, and told of once when it is no longer true. */
export class Computed<V> {
  readonly #make: (before: V | undefined) => V
  readonly #listeners = new Set<() => void>()
  #value: V | undefined
  #fresh = false

  constructor(make: (before: V | undefined) => V) {
    this.#make = make
  }

  /** As of the last read. */
  get last(): V | undefined {
    return this.#value
  }

  get value(): V {
    if (!this.#fresh) this.#value = this.#make(this.#value)
    this.#fresh = true
    return this.#value as V
  }

  /** What it is made from has changed; tells so, unless nobody has read it since it was told last. */
  invalidate(): void {
    if (!this.#fresh) return
    this.#fresh = false
    for (const listener of [...this.#listeners]) listener()
  }

  /** Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  clear(): void {
    this.#listeners.clear()
  }
}
