interface Timer {
  readonly at: number
  readonly order: number
  readonly fn: () => void
}

/** Time that stands still until it is told to go on. Serves the client and the server. */
export class VirtualClock {
  #now: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, fn: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, fn }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  every(ms: number, fn: () => void): () => void {
    const again = () => {
      cancel = this.after(ms, again)
      fn()
    }
    let cancel = this.after(ms, again)
    return () => cancel()
  }

  /** Timers that wait; 0 means that nothing was left behind. */
  get pending(): number {
    return this.#timers.size
  }

  /** Runs what is due within `ms`, in order, without letting promises go on in between. */
  advance(ms: number): void {
    const end = this.#now + ms
    while (this.step(end)) {}
    this.#now = end
  }

  /** The same, but promises go on after each timer. */
  async run(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    while (this.step(end)) await settle()
    this.#now = end
  }

  /** Goes on to the next timer that is due by `end`; false if there is none. */
  step(end: number): boolean {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > end) continue
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    }
    if (!next) return false
    this.#timers.delete(next)
    this.#now = Math.max(this.#now, next.at)
    next.fn()
    return true
  }
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
