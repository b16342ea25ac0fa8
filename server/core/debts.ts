import { type Rate, TokenBuckets } from './token-bucket.ts'

/** What one who was refused will take, when it is their turn. */
const TYPICAL = 32_000
const MOST_MS = 10_000

/**
 * Rates of what is paid for afterwards: whoever has not used up theirs may go on, whatever it will cost. Those who are refused
 * are told different times, one after the other, so that they do not all come back at once to find that one was served.
 */
export class Debts<Key> {
  readonly #used: TokenBuckets<Key>
  readonly #promised: TokenBuckets<Key>

  constructor(rate: Rate, cap: number) {
    this.#used = new TokenBuckets(rate, cap)
    const perSecond = rate.perSecond / TYPICAL
    this.#promised = new TokenBuckets({ burst: (perSecond * MOST_MS) / 2_000, perSecond }, cap)
  }

  /** 0, or the ms until it is their turn. */
  ask(key: Key, now: number): number {
    const wait = this.#used.wait(key, now)
    return wait === 0 ? 0 : Math.ceil(wait + this.#promised.debit(key, now, 1))
  }

  pay(key: Key, now: number, cost: number): void {
    this.#used.debit(key, now, cost)
  }
}
