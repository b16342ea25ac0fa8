/** Time as an argument. Everything is in ms. */
export interface Clock {
  /** Since the Unix epoch, for people: whoever sets the machine's time changes it. */
  now(): number
  /** Since some moment, for durations: it goes on evenly, whatever the machine's time is set to. */
  elapsed(): number
  /** Calls once; returns what cancels it. */
  after(ms: number, fn: () => void): () => void
  /** Calls again and again; returns what stops it. */
  every(ms: number, fn: () => void): () => void
}
