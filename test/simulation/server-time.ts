/** What the server's clock has shown, which somebody may set to another time of day. Virtual time, in ms. */
export class ServerTime {
  readonly #now: () => number
  /** By how much it was wrong from when on. */
  readonly #offsets = [{ from: Number.NEGATIVE_INFINITY, ms: 0 }]

  constructor(now: () => number) {
    this.#now = now
  }

  /** It was set to an earlier time: what had ended may be forgotten, or last again. */
  wasSetBack = false

  set(offsetMs: number): void {
    if (offsetMs < (this.#offsets.at(-1)?.ms ?? 0)) this.wasSetBack = true
    this.#offsets.push({ from: this.#now(), ms: offsetMs })
  }

  /** The latest time that it showed between two moments. */
  latest(from: number, to: number): number {
    return Math.floor(Math.max(...this.#shown(from, to).map(({ end, ms }) => end + ms)))
  }

  earliest(from: number, to: number): number {
    return Math.floor(Math.min(...this.#shown(from, to).map(({ begin, ms }) => begin + ms)))
  }

  #shown(from: number, to: number) {
    return this.#offsets.flatMap(({ from: since, ms }, at) => {
      const [begin, end] = [Math.max(from, since), Math.min(to, this.#offsets[at + 1]?.from ?? to)]
      return begin <= end ? [{ begin, end, ms }] : []
    })
  }
}
