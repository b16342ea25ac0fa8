/** Time as an argument. Everything is in ms. */
export interface Clock {
  /** Since the Unix epoch. */
  now(): number
  /** Calls once; returns what cancels it. */
  after(ms: number, fn: () => void): () => void
}

/** ms beyond which there are no dates, and what a timer takes at most. */
const LAST_MS = 8e15
const LONGEST_MS = 2 ** 31 - 1

/** The real one; the only place in this package that reads the time. A page may have replaced it by anything. */
export const systemClock: Clock = {
  now: () => Math.max(-LAST_MS, Math.min(LAST_MS, +Date.now())) || 0,
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(ms, LONGEST_MS))
    return () => clearTimeout(timer)
  },
}
