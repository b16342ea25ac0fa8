/** Time as an argument. Everything is in ms. */
export interface Clock {
  /** Since the Unix epoch. */
  now(): number
  /** Calls once; returns what cancels it. */
  after(ms: number, fn: () => void): () => void
}

/** The real one; the only place in this package that reads the time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}
