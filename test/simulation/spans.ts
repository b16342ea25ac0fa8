interface Span {
  from: number
  /** When it ended for the store; undefined: it has not. */
  to?: number
  /** When the server knew that. */
  knownAt?: number
  /** The store was set back to before it. */
  isLost?: true
}

/** So long it takes at most, after the store was set back, until everybody in every room was looked up anew. */
const ASKED_ANEW_MS = 15_000

/** What is so from when to when, by name. Times are of the virtual clock, in ms. */
export class Spans {
  readonly #now: () => number
  readonly #spans = new Map<string, Span[]>()
  #unknown: Span[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  begin(name: string): void {
    if (this.is(name)) return
    this.#spans.set(name, [...(this.#spans.get(name) ?? []), { from: this.#now() }])
  }

  end(name: string): void {
    const last = this.#spans.get(name)?.at(-1)
    if (!last || last.to !== undefined) return
    last.to = this.#now()
    this.#unknown.push(last)
  }

  /** The store was set back: what is so by what it still has begins anew. */
  loseAll(): void {
    for (const [name, spans] of this.#spans) {
      const last = spans.at(-1)
      if (last && last.to === undefined) last.isLost = true
      this.end(name)
    }
  }

  /** The server knows of all that has ended. */
  know(): void {
    for (const span of this.#unknown) span.knownAt = this.#now() + (span.isLost ? ASKED_ANEW_MS : 0)
    this.#unknown = []
  }

  is(name: string): boolean {
    const last = this.#spans.get(name)?.at(-1)
    return last !== undefined && last.to === undefined
  }

  /** The server may have taken it to be so at some time since then. */
  wasTaken(name: string, since: number): boolean {
    return this.#some(name, ({ knownAt }) => knownAt === undefined || knownAt >= since)
  }

  /** It was so at some time since then. */
  wasSo(name: string, since: number): boolean {
    return this.#some(name, ({ to }) => to === undefined || to >= since)
  }

  /** It was so all the time since then. */
  wasAlways(name: string, since: number): boolean {
    return this.is(name) && (this.#spans.get(name)?.at(-1)?.from ?? 0) <= since
  }

  #some(name: string, isSuch: (span: Span) => boolean): boolean {
    return this.#spans.get(name)?.some(isSuch) ?? false
  }
}
