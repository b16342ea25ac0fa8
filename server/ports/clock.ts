/** Time as an argument. Everything is in ms. */
export interface Clock {
  /** Since the Unix epoch. */
  now(): number
  /** Calls once; returns what cancels it. */
  after(ms: number, fn: () => void): () => void
  /** Calls again and again; returns what stops it. */
  every(ms: number, fn: () => void): () => void
}
