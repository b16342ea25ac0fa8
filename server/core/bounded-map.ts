/**
 * A map that forgets its oldest entries: it knows at least the last `most / 2` and never more than `most`. Two halves
 * take turns, because deleting single entries from the front of a large Map is slow.
 */
export class BoundedMap<V> {
  readonly #half: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2))
  }

  get(key: string): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }

  forget(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
