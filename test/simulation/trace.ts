/** Who did what, at which time. Bounded: of a long run the end is kept. */
export class Trace {
  readonly #now: () => number
  readonly #most: number
  readonly #startedAt: number
  #lines: string[] = []

  constructor(now: () => number, most = Number.POSITIVE_INFINITY) {
    this.#now = now
    this.#most = most
    this.#startedAt = now()
  }

  get lines(): readonly string[] {
    return this.#lines.slice(-this.#most)
  }

  add(who: string, what: string): void {
    const seconds = ((this.#now() - this.#startedAt) / 1000).toFixed(3).padStart(9)
    this.#lines.push(`${seconds}  ${who}: ${what}`)
    if (this.#lines.length > 2 * this.#most) this.#lines = this.#lines.slice(-this.#most)
  }
}
