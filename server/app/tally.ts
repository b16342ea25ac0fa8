/** Counts by key; a key whose count is 0 is not kept. */
export class Tally<Key> {
  readonly #counts = new Map<Key, number>()

  get size(): number {
    return this.#counts.size
  }

  get(key: Key): number {
    return this.#counts.get(key) ?? 0
  }

  add(key: Key, change: 1 | -1): void {
    const count = this.get(key) + change
    if (count > 0) this.#counts.set(key, count)
    else this.#counts.delete(key)
  }
}
