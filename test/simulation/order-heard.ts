/** Longer than anything that was heard is on its way at most. ms. */
const MOST_MS = 30_000

/** What the server has heard and not answered yet. Virtual time, in ms. */
export class OrderHeard {
  readonly #now: () => number
  readonly #heard = new Map<string, number[]>()

  constructor(now: () => number) {
    this.#now = now
  }

  hear(what: string): void {
    this.#heard.set(what, [...(this.#heard.get(what) ?? []), this.#now()])
  }

  /** The last of them is over: which it was is not known where several are on their way. */
  answered(what: string): void {
    this.#heard.get(what)?.pop()
  }

  /** The process that heard it is no more. */
  clear(): void {
    this.#heard.clear()
  }

  /** When the first of them that may still be on its way was heard; undefined: there is none. */
  since(what: string): number | undefined {
    const since = this.#now() - MOST_MS
    return this.#heard.get(what)?.find(at => at >= since)
  }
}
