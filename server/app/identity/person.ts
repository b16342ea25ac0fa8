import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import type { Account, Directory } from '../../ports/directory.ts'
import type { Logins } from './logins.ts'
import type { SessionRecord } from './session-record.ts'
import type { SiteLogins } from './site-logins.ts'
import { looksLikeSiteToken } from './site-tokens.ts'

/** Somebody who asks for what is theirs. */
export interface Person {
  readonly user: User
  /** All ids of theirs; the first is the user's. */
  readonly ids: readonly string[]
  /** Undefined: a guest. */
  readonly account: Account | undefined
  /** Undefined: they brought a token of their site. */
  readonly session: SessionRecord | undefined
  /** When that token was issued; ms since the Unix epoch. */
  readonly issuedAt: number | undefined
}

export type PersonResult = { ok: true; person: Person } | { ok: false; refusal: Refusal }

const NOBODY = refusal('unauthorized', 'Log in first.')

/** Tells who a token stands for, for what is asked over HTTP. */
export class People {
  readonly #sessions: Logins
  readonly #directory: Directory
  readonly #site: SiteLogins | undefined
  readonly #takesAccounts: boolean

  /** `takesAccounts`: logins of accounts count on this server. */
  constructor(sessions: Logins, directory: Directory, site: SiteLogins | undefined, takesAccounts: boolean) {
    this.#sessions = sessions
    this.#directory = directory
    this.#site = site
    this.#takesAccounts = takesAccounts
  }

  /** May reject with LogUnavailable. */
  async of(token: string | undefined): Promise<PersonResult> {
    if (token === undefined) return { ok: false, refusal: NOBODY }
    if (this.#site && looksLikeSiteToken(token)) {
      const found = await this.#site.find(token)
      return found.ok ? { ok: true, person: personOf(found.account, undefined, found.claims.issuedAt) } : found
    }
    const session = await this.#sessions.find(token)
    if (session === undefined) return { ok: false, refusal: NOBODY }
    const { user } = session
    if (!isAccount(user.id))
      return { ok: true, person: { user, ids: [user.id], account: undefined, session, issuedAt: undefined } }
    const account = this.#takesAccounts ? await this.#directory.account(user.id) : undefined
    if (account === undefined) return { ok: false, refusal: NOBODY }
    return { ok: true, person: personOf(account, session, undefined) }
  }
}

function personOf(account: Account, session: SessionRecord | undefined, issuedAt: number | undefined): Person {
  const { id, name, guestIds } = account
  return { user: { id, name }, ids: [id, ...guestIds], account, session, issuedAt }
}
