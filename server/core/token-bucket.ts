/** `burst` at once, then `perSecond`. */
export interface Rate {
  burst: number
  perSecond: number
}

/**
 * Token buckets by key, each one number: the time at which it would be full again. A full bucket is the same as none,
 * so the map holds only those that were used of late, and at most `cap` of them: then the oldest goes.
 */
export class TokenBuckets<Key> {
  readonly #rate: Rate
  readonly #cap: number
  readonly #fullAt = new Map<Key, number>()

  constructor(rate: Rate, cap: number) {
    this.#rate = rate
    this.#cap = cap
  }

  get size(): number {
    return this.#fullAt.size
  }

  /** Takes `cost` tokens and returns 0, or takes none and returns the ms until there will be enough. */
  take(key: Key, now: number, cost = 1): number {
    const msPerToken = 1000 / this.#rate.perSecond
    const known = this.#fullAt.get(key)
    const fullAt = Math.max(known ?? 0, now) + Math.min(cost, this.#rate.burst) * msPerToken
    const wait = fullAt - now - this.#rate.burst * msPerToken
    if (wait > 1e-6) return Math.ceil(wait)
    if (known === undefined && this.#fullAt.size >= this.#cap) this.#evict(now)
    this.#fullAt.set(key, fullAt)
    return 0
  }

  forget(key: Key): void {
    this.#fullAt.delete(key)
  }

  // A look at a few entries each time keeps the cost of a take bounded.
  #evict(now: number): void {
    let looked = 0
    let oldest: Key | undefined
    for (const [key, fullAt] of this.#fullAt) {
      oldest ??= key
      if (fullAt <= now) this.#fullAt.delete(key)
      if (++looked >= 32) break
    }
    if (this.#fullAt.size >= this.#cap && oldest !== undefined) this.#fullAt.delete(oldest)
  }
}
