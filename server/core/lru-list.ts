interface Link<T> {
  readonly item: T
  older: Link<T> | undefined
  newer: Link<T> | undefined
}

/** Items by when they were last touched. Every call takes the same time, however many there are. */
export class LruList<T> {
  readonly #links = new Map<T, Link<T>>()
  #oldest: Link<T> | undefined
  #newest: Link<T> | undefined

  get oldest(): T | undefined {
    return this.#oldest?.item
  }

  /** Adds it, or makes it the newest. */
  touch(item: T): void {
    if (this.#newest?.item === item) return
    const link = this.#links.get(item)
    if (link) this.#unlink(link)
    const fresh: Link<T> = { item, older: this.#newest, newer: undefined }
    if (this.#newest) this.#newest.newer = fresh
    else this.#oldest = fresh
    this.#newest = fresh
    this.#links.set(item, fresh)
  }

  delete(item: T): void {
    const link = this.#links.get(item)
    if (!link) return
    this.#unlink(link)
    this.#links.delete(item)
  }

  #unlink({ older, newer }: Link<T>): void {
    if (older) older.newer = newer
    else this.#oldest = newer
    if (newer) newer.older = older
    else this.#newest = older
  }
}
