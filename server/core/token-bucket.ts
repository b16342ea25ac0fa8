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
  #swappedAt = Number.NEGATIVE_INFINITY
  /** Hears what was taken, in ms of filling; what is given back is less than nothing. */
  onTaken: ((key: Key, ms: number) => void) | undefined

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
    const fullAt = Math.max(this.#fullAt(key), now) + Math.min(cost, this.#rate.burst) * msPerToken
    const wait = fullAt - now - this.#fillMs
    if (wait > 1e-6) return Math.ceil(wait)
    this.#keep(key, now, fullAt)
    return 0
  }

  /** The ms until it holds anything; 0 when it does. Takes nothing. */
  wait(key: Key, now: number): number {
    const wait = this.#fullAt(key) - now - this.#fillMs
    return wait > 1e-6 ? Math.ceil(wait) : 0
  }

  /** Takes what was used already, also what is not there; what is owed is a burst at most. The ms until it is full. */
  debit(key: Key, now: number, cost: number): number {
    const owed = Math.max(this.#fullAt(key), now) + (cost * 1000) / this.#rate.perSecond
    const fullAt = Math.min(owed, now + 2 * this.#fillMs)
    this.#keep(key, now, fullAt)
    return fullAt - now
  }

  /** What was taken and not used after all. */
  giveBack(key: Key, now: number, cost = 1): void {
    const fullAt = this.#fullAt(key) - (cost * 1000) / this.#rate.perSecond
    if (fullAt > now) this.#keep(key, now, fullAt)
    else {
      this.onTaken?.(key, Math.min(0, now - this.#fullAt(key)))
      this.reset(key)
    }
  }

  /** Others have taken, too: it is not full before this time. Nobody hears of that. */
  raise(key: Key, now: number, fullAt: number): void {
    const known = Math.max(this.#fullAt(key), now)
    const raised = Math.min(fullAt, now + 2 * this.#fillMs)
    if (raised > known) this.#put(key, now, raised)
  }

  reset(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  #fullAt(key: Key): number {
    return this.#young.get(key) ?? this.#old.get(key) ?? 0
  }

  #keep(key: Key, now: number, fullAt: number): void {
    this.onTaken?.(key, fullAt - Math.max(this.#fullAt(key), now))
    this.#put(key, now, fullAt)
  }

  #put(key: Key, now: number, fullAt: number): void {
    if (now - this.#swappedAt >= this.#fillMs || (this.#young.size >= this.#half && !this.#young.has(key)))
      this.#swap(now)
    this.#young.set(key, fullAt)
    this.#old.delete(key)
  }

  #swap(now: number): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#swappedAt = now
  }
}
