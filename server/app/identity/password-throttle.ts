import { lookAlikeKeys } from '../../core/confusables.ts'
import { type Rate, TokenBuckets } from '../../core/token-bucket.ts'
import { parseUsername } from '../../core/username.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RatesOfNodes } from '../../ports/rates-of-nodes.ts'
import { shareBuckets } from '../share-buckets.ts'

/** Wrong passwords for one name from one address, and for one name from everywhere. */
export const WRONG_FROM_ADDRESS: Rate = { burst: 20, perSecond: 1 / 60 }
export const WRONG_FOR_NAME: Rate = { burst: 200, perSecond: 200 / 3_600 }

const KEYS = 100_000
/** What can be nobody's name is one name. No key of a name is empty. */
const NO_NAME = ''

/** Somebody who says a password. */
export interface PasswordAttempt {
  /** As its account has it, if there is one; else as it was written. */
  name: string
  /** There is an account of this name. Invented names are counted apart, so that no number of them makes a real one forgotten. */
  known: boolean
  /** Key of the address, as `clientAddress` gives it. */
  address: string
}

/**
 * Slows down who tries passwords. An attempt counts from its beginning, so that many at once are as few as one after the
 * other, until it turns out right or was never made. Counted by the look-alike keys of the name, however it is written.
 */
export class PasswordThrottle {
  readonly #known = new Counts()
  readonly #invented = new Counts()

  /** Wrong passwords count over all nodes. `now`: as for `begin`. */
  share(rates: RatesOfNodes | undefined, clock: Pick<Clock, 'now'>, now: () => number): void {
    this.#known.share('passwords', rates, clock, now)
    this.#invented.share('invented', rates, clock, now)
  }

  /** 0: it may be tried, and counts as wrong. Else the ms to wait; then it is not tried. `now`: ms of a steady clock. */
  begin(attempt: PasswordAttempt, now: number): number {
    return this.#of(attempt).take(keysOf(attempt), attempt.address, now)
  }

  /** An attempt that began was right, or no hash was compared. */
  forgive(attempt: PasswordAttempt, now: number): void {
    this.#of(attempt).giveBack(keysOf(attempt), attempt.address, now)
  }

  get size(): number {
    return this.#known.size + this.#invented.size
  }

  #of({ known }: PasswordAttempt): Counts {
    return known ? this.#known : this.#invented
  }
}

class Counts {
  readonly #fromAddress = new TokenBuckets<string>(WRONG_FROM_ADDRESS, KEYS)
  readonly #ofName = new TokenBuckets<string>(WRONG_FOR_NAME, KEYS)

  share(name: string, rates: RatesOfNodes | undefined, clock: Pick<Clock, 'now'>, now: () => number): void {
    shareBuckets(rates, `${name}-from`, this.#fromAddress, clock, now)
    shareBuckets(rates, `${name}-of`, this.#ofName, clock, now)
  }

  get size(): number {
    return this.#fromAddress.size + this.#ofName.size
  }

  /** From all of them, or from none. */
  take(keys: readonly string[], address: string, now: number): number {
    const taken: (() => void)[] = []
    for (const [buckets, key] of this.#bucketsOf(keys, address)) {
      const wait = buckets.take(key, now)
      if (wait > 0) {
        for (const giveBack of taken) giveBack()
        return wait
      }
      taken.push(() => buckets.giveBack(key, now))
    }
    return 0
  }

  giveBack(keys: readonly string[], address: string, now: number): void {
    for (const [buckets, key] of this.#bucketsOf(keys, address)) buckets.giveBack(key, now)
  }

  #bucketsOf(keys: readonly string[], address: string): [TokenBuckets<string>, string][] {
    return keys.flatMap((key): [TokenBuckets<string>, string][] => [
      // No key of an address has a space in it
      [this.#fromAddress, `${address} ${key}`],
      [this.#ofName, key],
    ])
  }
}

function keysOf({ name }: PasswordAttempt): string[] {
  const parsed = parseUsername(name)
  return parsed.ok ? [...new Set(lookAlikeKeys(parsed.name))] : [NO_NAME]
}
