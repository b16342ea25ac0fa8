/** Messages that are known one by one: more than a room keeps, since of each it is only known whether it names the reader. */
const MOST = 2_000

/** How many messages, and how many of them name the reader. */
export type Counted = readonly [count: number, mentions: number]

/** The messages of others, by seq: the newest one by one, and of those before them how many are not read. */
export class KnownUnread {
  readonly #named = new Map<number, boolean>()
  /** All from here on are known. */
  from = 0
  /** What is unread beside those that are known. */
  before: Counted = [0, 0]

  /** Nothing is known any more. */
  clear(): void {
    this.#named.clear()
    this.before = [0, 0]
  }

  /** Whether it names the reader; undefined: it is not known, deleted or their own. */
  get(seq: number): boolean | undefined {
    return this.#named.get(seq)
  }

  set(seq: number, named: boolean): void {
    this.#named.set(seq, named)
  }

  delete(seq: number): void {
    this.#named.delete(seq)
  }

  /** Counts the oldest of too many among those before; `read`: all up to here is. */
  trim(read: number | undefined): void {
    for (const [seq, named] of this.#named) {
      if (this.#named.size <= MOST) return
      this.#named.delete(seq)
      this.from = Math.max(this.from, seq + 1)
      const [count, mentions] = this.before
      if (read !== undefined && seq > read) this.before = [count + 1, mentions + Number(named)]
    }
  }

  /** Of so many behind this place, those are before that are not known. */
  believe(read: number, [unread, named]: Counted): void {
    this.before = [0, 0]
    const [count, mentions] = this.sum(read)
    if (read < this.from - 1) this.before = [Math.max(0, unread - count), Math.max(0, named - mentions)]
  }

  sum(read: number | undefined): Counted {
    let [count, mentions] = this.before
    for (const [seq, named] of this.#named)
      if (read !== undefined && seq > read) {
        count++
        if (named) mentions++
      }
    return [count, mentions]
  }
}
