import { type Rate, TokenBuckets } from '../core/token-bucket.ts'

/** How fast one user may, and one address, however many sockets they have. */
export interface SharedRates {
  user: Rate
  address: Rate
}

/** Who shares: `user` is undefined before `connect`. */
export interface Sharer {
  readonly user: string | undefined
  readonly address: string
}

/** A rate that the sockets of a user share, and one that those of an address do. */
export class SharedRate {
  readonly #users: TokenBuckets<string>
  readonly #addresses: TokenBuckets<string>

  constructor({ user, address }: SharedRates, cap: number) {
    this.#users = new TokenBuckets(user, cap)
    this.#addresses = new TokenBuckets(address, cap)
  }

  /** Takes it from both and returns 0, or the ms until there will be enough. */
  take({ user, address }: Sharer, now: number, cost: number): number {
    const wait = user === undefined ? 0 : this.#users.take(user, now, cost)
    return wait > 0 ? wait : this.#addresses.take(address, now, cost)
  }
}
