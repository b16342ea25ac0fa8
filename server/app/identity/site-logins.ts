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
import type { SessionEnd, SharedSessionStore } from '../../ports/shared-sessions.ts'
import type { Attached, Identity, SessionSocket } from './authenticator.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { SiteTokenResult } from './site-tokens.ts'

export interface SiteLoginsDeps {
  directory: Directory
  /** Who a token stands for, as the site says. */
  read(token: string): Promise<SiteTokenResult>
  clock: Clock
  random: Random
  /** Guests who hold such a name have it no longer, but those that are spared. */
  /** Left out: there is one process. */
  shared?: Pick<SharedSessionStore, 'endPerson' | 'listen'> | undefined
  freeName(keys: readonly string[], isSpared: (userId: string) => boolean): MaybePromise<void>
}

/** A token that has run out is closed so long after it: who renews late is not thrown out. ms. */
export const GRACE_MS = 25_000
/** Being here is written down at most so often for each account. ms. */
const SEEN_MS = 3_600_000
/** More than are removed while somebody is asked for. */
const REMOVED = 1_000
/** More than go on as an account at once. */
const GOING_ON = 1_000
/** Accounts that are looked at at once. */
const AT_ONCE = 100
/** What other nodes could not be told is told again, so often. ms. */
const TELL_AGAIN_MS = 5_000
const TELL_TIMES = 60
const LOGGED_OUT: SessionEnd = { code: CLOSE.unauthorized, reason: 'logged out' }
const DELETED: SessionEnd = { code: CLOSE.unauthorized, reason: 'account deleted' }
const OVER = refusal('unauthorized', 'You were logged out at this site. Log in there again.')
const TAKEN = refusal('unavailable', 'Your account is just being made. Try again.', 500)

type Known = { ok: true; account: Account; claims: SiteClaims }

interface Open {
  issuedAt: number
  end(code: number, reason: string): void
}

/** A site's own people: whoever brings a token that the site signed is the account of the site's name for them. */
export class SiteLogins {
  readonly #deps: SiteLoginsDeps
  /** Of accounts with open sockets. */
  readonly #open = new Map<string, Set<Open>>()
  /** Accounts that were removed lately: who comes at the same time may have read one before. */
  readonly #removed = new BoundedMap<true>(REMOVED)
  /** Whom guests go on as, by guest: until that is written, an account that was read says nothing of it. */
  readonly #goesOnAs = new BoundedMap<string>(GOING_ON)

  constructor(deps: SiteLoginsDeps) {
    this.#deps = deps
    deps.shared?.listen({ personEnded: (id, end) => this.#end(id, end), unsure: () => void this.#lookAgain() })
  }

  /** Accounts with open sockets. */
  get size(): number {
    return this.#open.size
  }

  /** `guest`: who goes on as this person, often under the name that they had. */
  async attach(token: string, socket: SessionSocket, guest?: Identity): Promise<Attached> {
    const known = await this.#known(token, guest)
    if (!known.ok) return known
    const { account, claims } = known
    if (this.#isOver(claims, account)) return { ok: false, refusal: OVER }
    const person = personOf(claims)
    const { keys, guestIds } = account
    const isSpared = (userId: string) => guestIds.includes(userId) || this.#goesOnAs.get(userId) === person
    const freed = this.#deps.freeName(keys, isSpared)
    if (freed) await freed
    if (freed && this.#isOver(claims, account)) return { ok: false, refusal: OVER }
    const open: Open = { issuedAt: claims.issuedAt, end: (code, reason) => socket.end(code, reason) }
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
    this.#end(id, LOGGED_OUT)
    return this.#tell(id, LOGGED_OUT)
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

  /** The account is removed: its sockets end. */
  forget({ id }: Account): void {
    this.#end(id, DELETED)
    void this.#tell(id, DELETED)
  }

  #end(id: string, end: SessionEnd): void {
    if (end.reason === DELETED.reason) this.#removed.set(id, true)
    for (const open of [...(this.#open.get(id) ?? [])]) open.end(end.code, end.reason)
  }

  /** Whether the other nodes were told at once. */
  async #tell(id: string, end: SessionEnd, times = TELL_TIMES): Promise<boolean> {
    try {
      await this.#deps.shared?.endPerson(id, end)
      return true
    } catch {
      if (times > 0) this.#deps.clock.after(TELL_AGAIN_MS, () => void this.#tell(id, end, times - 1))
      return false
    }
  }

  /** Ends of accounts that are here may have been missed. */
  async #lookAgain(): Promise<void> {
    const ids = [...this.#open.keys()]
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const looked = ids.slice(at, at + AT_ONCE).map(id => this.#lookAt(id))
      // what the store does not answer now is looked at the next time
      await Promise.allSettled(looked)
    }
  }

  async #lookAt(id: string): Promise<void> {
    const account = await this.#deps.directory.account(id)
    if (account === undefined) return this.#end(id, DELETED)
    for (const open of [...(this.#open.get(id) ?? [])])
      if (open.issuedAt < account.notBefore) open.end(LOGGED_OUT.code, LOGGED_OUT.reason)
  }

  #isOver({ issuedAt }: SiteClaims, { id, notBefore }: Account): boolean {
    return issuedAt < notBefore || this.#removed.get(id) !== undefined
  }

  async #known(token: string, guest?: Identity): Promise<Known | { ok: false; refusal: Refusal }> {
    const { directory } = this.#deps
    const read = await this.#deps.read(token)
    if (!read.ok) return read
    const { claims } = read
    // before anything is asked: another connection may find the account sooner
    if (guest) this.#goesOnAs.set(guest.user.id, personOf(claims))
    const found = await directory.accountOf(claims.issuer, claims.subject)
    // a token says its second: one of the second of a removal that was issued before is over, too
    const removedAt = found === undefined ? await directory.removedAt(claims.issuer, claims.subject) : 0
    if (removedAt > 0 && claims.issuedAt < removedAt + 1_000) return { ok: false, refusal: OVER }
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

/** One text for each person of each site. */
function personOf({ issuer, subject }: SiteClaims): string {
  return JSON.stringify([issuer, subject])
}
