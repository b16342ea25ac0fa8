import { TokenBuckets } from '../../core/token-bucket.ts'

const HOUR_MS = 3_600_000

/** How often one person asks moderators to look: a guest three times an hour, who has an account twenty times. */
export class ReportRates {
  readonly #guests = new TokenBuckets<string>({ burst: 3, perSecond: 3_000 / HOUR_MS }, 20_000)
  readonly #accounts = new TokenBuckets<string>({ burst: 20, perSecond: 20_000 / HOUR_MS }, 20_000)

  take(user: string, account: boolean, now: number): number {
    return (account ? this.#accounts : this.#guests).take(user, now)
  }
}
