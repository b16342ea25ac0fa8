import type { Clock } from '../../ports/clock.ts'
import { fetchKeys, type SiteKeys } from './fetch-keys.ts'

/** Times are in ms. */
export interface PublishedKeysTiming {
  /** For an answer with the keys. */
  timeoutMs: number
  /** Keys of such an age are fetched again when they are used, and nobody waits for it. */
  freshMs: number
  /** Keys of such an age are fetched before they are used; without an answer they go on counting. */
  staleMs: number
  /** Between two fetches, whatever is asked. */
  cooldownMs: number
  /** The same after one that failed, while keys are known. */
  failedCooldownMs: number
}

export const KEYS_TIMING: PublishedKeysTiming = {
  timeoutMs: 5_000,
  freshMs: 600_000,
  staleMs: 3_600_000,
  cooldownMs: 10_000,
  failedCooldownMs: 60_000,
}

/**
 * The keys of a site, fetched when they are needed. Those that are known count until the site publishes others: also
 * while it does not answer.
 */
export class PublishedKeys {
  readonly #url: string
  readonly #clock: Clock
  readonly #timing: PublishedKeysTiming
  #known: { keys: SiteKeys; at: number } | undefined
  #failed = false
  #triedAt = Number.NEGATIVE_INFINITY
  #fetching: Promise<void> | undefined

  constructor(url: string, clock: Clock, timing: Partial<PublishedKeysTiming> = {}) {
    this.#url = url
    this.#clock = clock
    this.#timing = { ...KEYS_TIMING, ...timing }
  }

  /** The last fetch brought none. */
  get failed(): boolean {
    return this.#failed
  }

  /** Undefined: there are none, and they cannot be had now. */
  async get(): Promise<SiteKeys | undefined> {
    const age = this.#clock.elapsed() - (this.#known?.at ?? Number.NEGATIVE_INFINITY)
    if (age >= this.#timing.staleMs) await this.#fetchAgain()
    else if (age >= this.#timing.freshMs) void this.#fetchAgain()
    return this.#known?.keys
  }

  /** After a key was not among those of `get`. The same ones as before: it is too early to ask again, or was in vain. */
  async getNewer(): Promise<SiteKeys | undefined> {
    await this.#fetchAgain()
    return this.#known?.keys
  }

  /** Never rejects. Who comes while it is under way waits for the same. */
  #fetchAgain(): Promise<void> {
    const { cooldownMs, failedCooldownMs } = this.#timing
    const wait = this.#failed && this.#known ? failedCooldownMs : cooldownMs
    if (this.#fetching === undefined && this.#clock.elapsed() - this.#triedAt < wait) return Promise.resolve()
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #fetch(): Promise<void> {
    this.#triedAt = this.#clock.elapsed()
    try {
      const keys = await fetchKeys(this.#url, this.#clock, this.#timing.timeoutMs)
      this.#known = { keys, at: this.#clock.elapsed() }
      this.#failed = false
    } catch {
      this.#failed = true
    }
  }
}
