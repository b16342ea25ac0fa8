/** Times are in ms. */
export interface SessionOptions {
  /** A session without a socket ends this long after its last use. */
  idleMs: number
  /** Every session ends this long after its login. */
  absoluteMs: number
  /** How long a name stays held without a socket. */
  holdMs: number
  /** Sessions kept at once. */
  cap: number
}

export const SESSION_DEFAULTS: SessionOptions = {
  idleMs: 7 * 24 * 3_600_000,
  absoluteMs: 30 * 24 * 3_600_000,
  holdMs: 60_000,
  cap: 100_000,
}
