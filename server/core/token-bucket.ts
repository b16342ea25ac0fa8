/** `burst` at once, then `perSecond`. */
export interface Rate {
  burst: number
  perSecond: number
}

/**
 * Token buckets by key, each one number: the time at which it would be full again. A full bucket is the same as none, so
 * those that were not used for as long as it takes to fill one are forgotten: two halves take turns. There are at most
 * `cap`; beyond, the longest unused are forgotten early.
 */
export class TokenBuckets<Key> {
  readonly #rate: Rate
  readonly #half: number
  readonly #fillMs: number
  #young = new Map<Key, number>()
  #old = new Map<Key, number>()
  #turnedAt = Number.NEGATIVE_INFINITY

  constructor(rate: Rate, cap: number) {
    this.#rate = rate
    this.#half = Math.max(1, Math.floor(cap / 2))
    this.#fillMs = (rate.burst / rate.perSecond) * 1000
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** Takes `cost` tokens and returns 0, or takes none and returns the ms until there will be enough. */
  take(key: Key, now: number, cost = 1): number {
    const msPerToken = 1000 / this.#rate.perSecond
    const known = this.#young.get(key) ?? this.#old.get(key) ?? 0
    const fullAt = Math.max(known, now) + Math.min(cost, this.#rate.burst) * msPerToken
    const wait = fullAt - now - this.#fillMs
    if (wait > 1e-6) return Math.ceil(wait)
    if (now - this.#turnedAt >= this.#fillMs || (this.#young.size >= this.#half && !this.#young.has(key)))
      this.#turn(now)
    this.#young.set(key, fullAt)
    this.#old.delete(key)
    return 0
  }

  forget(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  #turn(now: number): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#turnedAt = now
  }
}
