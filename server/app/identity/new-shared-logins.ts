import type { User } from '../../../sdk/protocol/records.ts'
import { guestId, userOf } from '../../../sdk/protocol/user-of.ts'
import type { Random } from '../../ports/random.ts'
import type { NameHolder, SharedSessionStore } from '../../ports/shared-sessions.ts'
import type { LoginResult } from './logins.ts'
import type { LoginsHere } from './logins-here.ts'
import type { SessionOptions } from './session-options.ts'
import { tokenHash } from './token-hash.ts'
import { NAME_TAKEN, parseWantedName } from './wanted-name.ts'

export interface NewSharedLoginsDeps {
  store: SharedSessionStore
  here: LoginsHere
  random: Random
  options: SessionOptions
  timeOfDay(): number
  /** It was not kept, or nobody knows. */
  drop(holder: NameHolder): void
}

/** Begins logins that count on all nodes. */
export class NewSharedLogins {
  readonly #deps: NewSharedLoginsDeps

  constructor(deps: NewSharedLoginsDeps) {
    this.#deps = deps
  }

  async guest(username: string): Promise<LoginResult> {
    const { random, here } = this.#deps
    const wanted = parseWantedName(username)
    if (!wanted.ok) return wanted
    const user = userOf(guestId(random.id()), wanted.name)
    const token = random.token()
    const holder = { tokenHash: tokenHash(token), userId: user.id, keys: wanted.keys }
    const claimed = await here.claim(holder, 'login')
    return claimed.taken ? { ok: false, refusal: NAME_TAKEN } : this.#begin(user, token, holder, claimed.namedAt)
  }

  async account(user: User): Promise<LoginResult> {
    const token = this.#deps.random.token()
    return this.#begin(user, token, { tokenHash: tokenHash(token), userId: user.id, keys: [] }, 0)
  }

  async #begin(user: User, token: string, holder: NameHolder, namedAt: number): Promise<LoginResult> {
    const { store, here, random, options, timeOfDay, drop } = this.#deps
    const now = timeOfDay()
    const lifeMs = Math.min(options.idleMs, options.absoluteMs)
    const times = { endsAt: now + options.absoluteMs, usedAt: now, namedAt }
    try {
      await store.add({ id: random.id(), tokenHash: holder.tokenHash, user, ...times }, lifeMs)
    } catch (error) {
      drop(holder)
      throw error
    }
    here.used(holder)
    return { ok: true, login: { token, user, expiresAt: now + lifeMs }, kept: Promise.resolve(true) }
  }
}
