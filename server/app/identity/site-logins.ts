import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { higherRole } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { accountId, userOf } from '../../../sdk/protocol/user-of.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { lookAlikeKeys } from '../../core/confusables.ts'
import { refusal } from '../../core/refusal.ts'
import type { SiteClaims } from '../../core/site-claims.ts'
import { roleIn } from '../../core/site-grants.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Account, Directory } from '../../ports/directory.ts'
import type { Random } from '../../ports/random.ts'
import type { Attached, Identity, SessionSocket } from './authenticator.ts'
import type { SiteTokenResult } from './site-tokens.ts'

export interface SiteLoginsDeps {
  directory: Directory
  /** Who a token stands for, as the site says. */
  read(token: string): Promise<SiteTokenResult>
  clock: Clock
  random: Random
  /** A guest who holds such a name has it no longer. */
  freeName(keys: readonly string[]): void
}

/** A token that has run out is closed so long after it: who renews late is not thrown out. ms. */
export const GRACE_MS = 25_000
/** Being here is written down at most so often for each account. ms. */
const SEEN_MS = 3_600_000
/** As many as are removed while tokens of before count. */
const REMOVED = 20_000
const OVER = refusal('unauthorized', 'You were logged out at this site. Log in there again.')
const TAKEN = refusal('unavailable', 'Your account is just being made. Try again.', 500)

type Known = { ok: true; account: Account; claims: SiteClaims }

interface Open {
  end(code: number, reason: string): void
}

/** A site's own people: whoever brings a token that the site signed is the account of the site's name for them. */
export class SiteLogins {
  readonly #deps: SiteLoginsDeps
  /** Of accounts with open sockets. */
  readonly #open = new Map<string, Set<Open>>()
  /** Removed accounts, by id and by what their site calls them: until when tokens were issued that are over. */
  readonly #removed = new BoundedMap<number>(REMOVED)

  constructor(deps: SiteLoginsDeps) {
    this.#deps = deps
  }

  async attach(token: string, socket: SessionSocket): Promise<Attached> {
    const known = await this.#known(token)
    if (!known.ok) return known
    const { account, claims } = known
    if (this.#isOver(claims, account)) return { ok: false, refusal: OVER }
    this.#deps.freeName(account.keys)
    const open: Open = { end: (code, reason) => socket.end(code, reason) }
    const cancel = this.#deps.clock.after(this.#left(claims), () => open.end(CLOSE.tokenExpired, 'token expired'))
    const sockets = this.#open.get(account.id) ?? new Set()
    this.#open.set(account.id, sockets.add(open))
    const detach = () => {
      cancel()
      if (sockets.delete(open) && sockets.size === 0) this.#open.delete(account.id)
    }
    return { ok: true, identity: this.#identity(account, claims), detach }
  }

  /** Nothing that was issued until now counts any more; its sockets are closed. Undefined: it is no token of the site. */
  async logout(token: string): Promise<boolean | undefined> {
    const known = await this.#known(token)
    if (!known.ok) return undefined
    const { clock, directory } = this.#deps
    const { id } = known.account
    // a token says its second: one of this second that was issued before is over, too
    await directory.changeAccount(id, { notBefore: clock.now() + 1_000 })
    for (const open of [...(this.#open.get(id) ?? [])]) open.end(CLOSE.unauthorized, 'logged out')
    return true
  }

  /** The account of a token, where there is one. May reject with LogUnavailable. */
  async find(token: string): Promise<Known | { ok: false; refusal: Refusal }> {
    const read = await this.#deps.read(token)
    if (!read.ok) return read
    const { claims } = read
    const account = await this.#deps.directory.accountOf(claims.issuer, claims.subject)
    return account === undefined || this.#isOver(claims, account)
      ? { ok: false, refusal: OVER }
      : { ok: true, account, claims }
  }

  /** The account is removed: its sockets end, and no token of before makes it anew. */
  forget({ id, issuer, subject }: Account): void {
    this.#removed.set(id, Number.POSITIVE_INFINITY)
    // a token says its second
    this.#removed.set(personKey(issuer, subject), this.#deps.clock.now() + 1_000)
    for (const open of [...(this.#open.get(id) ?? [])]) open.end(CLOSE.unauthorized, 'account deleted')
  }

  #isOver({ issuer, subject, issuedAt }: SiteClaims, account: Account | undefined): boolean {
    const removedAt = this.#removed.get(personKey(issuer, subject)) ?? 0
    const isGone = account !== undefined && this.#removed.get(account.id) !== undefined
    return isGone || issuedAt < Math.max(removedAt, account?.notBefore ?? 0)
  }

  async #known(token: string): Promise<Known | { ok: false; refusal: Refusal }> {
    const { directory } = this.#deps
    const read = await this.#deps.read(token)
    if (!read.ok) return read
    const { claims } = read
    if (this.#isOver(claims, undefined)) return { ok: false, refusal: OVER }
    const found = await directory.accountOf(claims.issuer, claims.subject)
    const account = found === undefined ? await this.#add(claims) : await this.#refresh(found, claims)
    if (account === undefined) return { ok: false, refusal: TAKEN }
    return this.#isOver(claims, account) ? { ok: false, refusal: OVER } : { ok: true, account, claims }
  }

  /** Undefined: two came at once, and the other one has made it. */
  async #add({ issuer, subject, name, picture }: SiteClaims): Promise<Account | undefined> {
    const { clock, directory, random } = this.#deps
    const now = clock.now()
    const who = { id: accountId(random.id()), name, keys: lookAlikeKeys(name), role: 'user', issuer, subject } as const
    const account = { ...who, picture, createdAt: now, seenAt: now, notBefore: 0, guestIds: [] }
    if ((await directory.addAccount(account)) === 'ok') return account
    return directory.accountOf(issuer, subject)
  }

  /** What the site says of them now. */
  async #refresh(account: Account, { name, picture }: SiteClaims): Promise<Account | undefined> {
    const { clock, directory } = this.#deps
    const now = clock.now()
    const renamed = name !== account.name && { name, keys: lookAlikeKeys(name) }
    const shown = picture !== account.picture && { picture: picture ?? '' }
    const seen = now - account.seenAt > SEEN_MS && { seenAt: now }
    if (!renamed && !shown && !seen) return account
    const changed = await directory.changeAccount(account.id, { ...renamed, ...shown, ...seen })
    return changed === 'taken' ? account : changed
  }

  #identity(account: Account, claims: SiteClaims): Identity {
    const { id, name, picture, guestIds } = account
    const user: User = picture ? { ...userOf(id, name), picture } : userOf(id, name)
    return {
      id: `${id}.${claims.issuedAt}`,
      user,
      formerIds: guestIds.length > 0 ? guestIds : undefined,
      role: higherRole(claims.role, account.role),
      roleIn: room => higherRole(roleIn(claims, room), account.role),
      tokenExpiresAt: claims.expiresAt,
    }
  }

  /** Until its socket is closed. */
  #left({ expiresAt }: SiteClaims): number {
    return Math.max(0, expiresAt - this.#deps.clock.now()) + GRACE_MS
  }
}

function personKey(issuer: string | undefined, subject: string | undefined): string {
  return JSON.stringify([issuer, subject])
}
