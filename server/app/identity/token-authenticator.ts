import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { lookAlikeKeys } from '../../core/confusables.ts'
import { refusal } from '../../core/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Account, Directory } from '../../ports/directory.ts'
import type { Adopted, Attached, Authenticator, Identity, SessionSocket } from './authenticator.ts'
import type { Logins } from './logins.ts'
import { andThen } from './maybe-promise.ts'
import { SessionRecord } from './session-record.ts'
import type { SiteLogins } from './site-logins.ts'
import { looksLikeSiteToken } from './site-tokens.ts'
import { NAME_TAKEN } from './wanted-name.ts'

/** A site's people keep their name from guests for so long after they were last here. ms. */
export const SITE_NAME_MS = 30 * 24 * 3_600_000

const GONE = refusal('unauthorized', 'This account is no more. Log in with another one.')
const NOT_HERE = refusal('unauthorized', 'This server takes no passwords any more. Log in without one.')
const OF_ANOTHER = refusal('conflict', 'What this guest wrote is of another account already.')

type Known = Attached & { ok: true }
type Checked = { ok: true; identity: Identity } | { ok: false; refusal: Refusal }

/** Tokens of every kind: of logins, which are known here, and of a site, which says who its people are. */
export class TokenAuthenticator implements Authenticator {
  readonly #sessions: Logins
  readonly #directory: Directory
  readonly #clock: Clock
  readonly #site: SiteLogins | undefined
  readonly #takesPasswords: boolean

  /** `site`: undefined where no site's tokens count. `takesPasswords`: logins by a password count here. */
  constructor(
    sessions: Logins,
    directory: Directory,
    clock: Clock,
    site: SiteLogins | undefined,
    takesPasswords = true,
  ) {
    this.#takesPasswords = takesPasswords
    this.#sessions = sessions
    this.#directory = directory
    this.#clock = clock
    this.#site = site
  }

  attach(token: string, socket: SessionSocket, guest?: Identity): Attached | Promise<Attached> {
    if (this.#site && looksLikeSiteToken(token)) return this.#site.attach(token, socket, guest)
    return andThen(this.#sessions.attach(token, socket), attached => {
      if (!attached.ok) return attached
      return isAccount(attached.identity.user.id) ? this.#asAccount(attached) : this.#asGuest(attached)
    })
  }

  async adopt(guest: Identity, account: Identity): Promise<Adopted | { ok: false; refusal: Refusal }> {
    const changed = await this.#directory.changeAccount(account.user.id, { guestIds: [guest.user.id] })
    if (changed === 'taken') return { ok: false, refusal: OF_ANOTHER }
    if (changed === undefined) return { ok: false, refusal: GONE }
    const identity = { ...account, formerIds: changed.guestIds }
    // also one that is over already, of which it is not known whether that is kept
    const logins = guest instanceof SessionRecord ? [guest] : []
    return { ok: true, identity, endGuest: () => this.#sessions.endEach(logins) }
  }

  #asAccount(attached: Known): Promise<Attached> {
    return orDetached(attached, async ({ identity }) => {
      if (!this.#takesPasswords) return { ok: false, refusal: NOT_HERE }
      const account = await this.#directory.account(identity.user.id)
      return account === undefined ? { ok: false, refusal: GONE } : { ok: true, identity: withPast(identity, account) }
    })
  }

  /** Somebody may have an account of that name by now: then the guest's login is over. */
  async #asGuest(attached: Known): Promise<Attached> {
    const result = await orDetached(attached, async ({ identity }) => {
      const kept = await isNameKept(this.#directory, this.#clock, lookAlikeKeys(identity.user.name))
      return kept ? { ok: false, refusal: NAME_TAKEN } : { ok: true, identity }
    })
    if (!result.ok) void this.#sessions.endOf(new Set([attached.identity.user.id]))
    return result
  }
}

/** Whether an account keeps such a name from guests. */
export function isNameKept(directory: Directory, clock: Pick<Clock, 'now'>, keys: readonly string[]): Promise<boolean> {
  return directory.isNameKept(keys, clock.now() - SITE_NAME_MS)
}

/** What is refused is not attached any more. */
async function orDetached(attached: Known, check: (attached: Known) => Promise<Checked>): Promise<Attached> {
  const { detach } = attached
  try {
    const checked = await check(attached)
    if (checked.ok) return { ...checked, detach }
    detach()
    return checked
  } catch (error) {
    detach()
    throw error
  }
}

function withPast({ id, user }: Identity, { role, guestIds }: Account): Identity {
  return { id, user, role, ...(guestIds.length > 0 && { formerIds: guestIds }) }
}
