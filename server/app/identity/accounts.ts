import type { AccountSession } from '../../../sdk/protocol/accounts.ts'
import type { ErrorCode, Refusal } from '../../../sdk/protocol/error-codes.ts'
import { accountId, isAccount, userOf } from '../../../sdk/protocol/user-of.ts'
import { lookAlikeKeys } from '../../core/confusables.ts'
import { normalizePassword, parsePassword } from '../../core/password.ts'
import { refusal } from '../../core/refusal.ts'
import { parseUsername } from '../../core/username.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Account, Directory } from '../../ports/directory.ts'
import type { HashCaller, NotHashed, PasswordHasher } from '../../ports/password-hasher.ts'
import type { Random } from '../../ports/random.ts'
import type { RatesOfNodes } from '../../ports/rates-of-nodes.ts'
import type { RefuseName } from './allowed-name.ts'
import type { LoginResult, Logins } from './logins.ts'
import { andThen } from './maybe-promise.ts'
import { notKept } from './not-kept.ts'
import { PasswordThrottle } from './password-throttle.ts'
import type { SessionRecord } from './session-record.ts'
import { isNameKept } from './token-authenticator.ts'
import { NAME_TAKEN, parseWantedName } from './wanted-name.ts'

export interface AccountsDeps {
  directory: Directory
  sessions: Logins
  hasher: PasswordHasher
  /** Passwords that many have, in small letters. */
  listed: ReadonlySet<string>
  /** Left out: any name is allowed that can be one. */
  refuseName?: RefuseName | undefined
  clock: Clock
  random: Random
  /** Left out: there is one node. */
  ratesOfNodes?: RatesOfNodes | undefined
}

type Done = { ok: true } | { ok: false; refusal: Refusal }

const WRONG = refusal('wrong_credentials', 'The name or the password is wrong.')
const BUSY = refusal('rate_limited', 'Too many log in at the moment. Try again soon.', 2_000)
const OVER = refusal('unauthorized', 'Your login is over. Log in again.')

const OTHERS_NOT_KEPT = notKept('Your password is changed, and your other logins are over')
const END_NOT_KEPT = notKept('This login is over')

/** People with a password: they register, log in on their devices, and change what is theirs. */
export class Accounts {
  readonly #deps: AccountsDeps
  readonly #throttle = new PasswordThrottle()

  constructor(deps: AccountsDeps) {
    this.#deps = deps
    this.#throttle.share(deps.ratesOfNodes, deps.clock, () => deps.clock.elapsed())
  }

  /** `guest`: the login of a guest, whose name it may be and whose past goes with it. */
  async register(
    username: string,
    password: string,
    guest: SessionRecord | undefined,
    caller: HashCaller,
  ): Promise<LoginResult> {
    const { directory, sessions, listed, clock, random, hasher } = this.#deps
    const wanted = parseWantedName(username)
    if (!wanted.ok) return wanted
    const { name, keys } = wanted
    const refused = this.#deps.refuseName?.(name)
    if (refused) return { ok: false, refusal: refused }
    const checked = parsePassword(password, name, listed)
    if (!checked.ok) return refuse('weak_password', checked.message)
    if (await sessions.isNameHeld(keys, guest)) return { ok: false, refusal: NAME_TAKEN }
    if (await isNameKept(directory, clock, keys)) return { ok: false, refusal: NAME_TAKEN }
    const hashed = await hasher.hash(checked.password, caller)
    if (!hashed.ok) return notHashed(hashed)
    const now = clock.now()
    const guestIds = guest && !isAccount(guest.user.id) ? [guest.user.id] : []
    const id = accountId(random.id())
    const times = { createdAt: now, seenAt: now, notBefore: 0 }
    const added = await directory.addAccount({
      id,
      name,
      keys,
      role: 'user',
      password: hashed.hash,
      ...times,
      guestIds,
    })
    if (added === 'taken') return { ok: false, refusal: NAME_TAKEN }
    await sessions.freeName(keys, userId => userId === guest?.user.id)
    if (guestIds.length > 0 && guest) sessions.endSoon(guest)
    return sessions.open(userOf(id, name))
  }

  /** As slow, and in the same words, whether nobody has the name or the password is another. */
  async login(username: string, password: string, caller: HashCaller): Promise<LoginResult> {
    const account = await this.#named(username)
    const right = await this.#check(account, username, password, caller)
    if (!right.ok) return right
    return account === undefined
      ? { ok: false, refusal: WRONG }
      : this.#deps.sessions.open(userOf(account.id, account.name))
  }

  /** Ends all other logins of the account. */
  async changePassword(session: SessionRecord, old: string, fresh: string, caller: HashCaller): Promise<Done> {
    const { directory, hasher, listed } = this.#deps
    const account = await directory.account(session.user.id)
    if (account?.password === undefined) return { ok: false, refusal: OVER }
    const right = await this.#check(account, account.name, old, caller)
    if (!right.ok) return right
    const checked = parsePassword(fresh, account.name, listed)
    if (!checked.ok) return refuse('weak_password', checked.message)
    const hashed = await hasher.hash(checked.password, caller)
    if (!hashed.ok) return notHashed(hashed)
    // in one step, so that a crash brings back all of it or nothing
    const ended = this.#endOthers(session)
    await directory.changeAccount(account.id, { password: hashed.hash })
    // somebody may have come in by the old one meanwhile
    const kept = await Promise.all([ended, this.#endOthers(session)])
    return kept.includes(false) ? { ok: false, refusal: OTHERS_NOT_KEPT } : { ok: true }
  }

  /** Whether the password is the account's; a wrong one counts as one at a login. */
  checkPassword(account: Account, password: string, caller: HashCaller): Promise<Done> {
    return this.#check(account, account.name, password, caller)
  }

  /** Where somebody is logged in, the last used first. */
  async logins(session: SessionRecord): Promise<AccountSession[]> {
    const { sessions } = this.#deps
    return [...(await sessions.of(session.user.id))].reverse().map(each => ({
      ...sessions.times(each),
      id: each.id,
      ...(each.id === session.id && { current: true as const }),
    }))
  }

  async endLogin(session: SessionRecord, id: string): Promise<Done> {
    const { sessions } = this.#deps
    const found = (await sessions.of(session.user.id)).find(each => each.id === id)
    if (found === undefined) return refuse('not_found', 'There is no such login any more.')
    return (await sessions.endOne(found)) ? { ok: true } : { ok: false, refusal: END_NOT_KEPT }
  }

  /** Whether it is kept that they are over. */
  async #endOthers({ id, user }: SessionRecord): Promise<boolean> {
    const { sessions } = this.#deps
    return andThen(sessions.of(user.id), all => sessions.endEach(all.filter(each => each.id !== id)))
  }

  /** Whether it is the account's; a wrong one is counted, and too many are not even tried. */
  async #check(account: Account | undefined, name: string, raw: string, caller: HashCaller): Promise<Done> {
    const { clock, directory, hasher } = this.#deps
    const attempt = { name: account?.name ?? name, known: account !== undefined, address: caller.address }
    const wait = this.#throttle.begin(attempt, clock.elapsed())
    if (wait > 0) return refuse('rate_limited', 'Too many wrong passwords. Wait a moment.', wait)
    const password = normalizePassword(raw)
    // what nobody has is compared as well, so that it takes as long
    const compared = await hasher.verify(password ?? '', account?.password, caller)
    if (!compared.ok) {
      this.#throttle.forgive(attempt, clock.elapsed())
      return notHashed(compared)
    }
    if (!compared.matches || password === undefined || account?.password === undefined)
      return { ok: false, refusal: WRONG }
    this.#throttle.forgive(attempt, clock.elapsed())
    if (hasher.needsRehash(account.password)) {
      const hashed = await hasher.hash(password, caller)
      if (hashed.ok) await directory.changeAccount(account.id, { password: hashed.hash })
    }
    return { ok: true }
  }

  async #named(username: string): Promise<Account | undefined> {
    const parsed = parseUsername(username)
    return parsed.ok ? this.#deps.directory.accountNamed(lookAlikeKeys(parsed.name)) : undefined
  }
}

function notHashed({ reason }: NotHashed): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: reason === 'gone' ? OVER : BUSY }
}

function refuse(code: ErrorCode, message: string, retryAfterMs?: number): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: refusal(code, message, retryAfterMs) }
}
