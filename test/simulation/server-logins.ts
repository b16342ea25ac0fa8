import { Accounts } from '../../server/app/identity/accounts.ts'
import type { Attached, Authenticator, Identity, SessionSocket } from '../../server/app/identity/authenticator.ts'
import { type LoginMethods, SERVER_NAME } from '../../server/app/identity/login-methods.ts'
import type { Sessions } from '../../server/app/identity/sessions.ts'
import { SiteLogins } from '../../server/app/identity/site-logins.ts'
import { readSiteToken } from '../../server/app/identity/site-tokens.ts'
import { isNameKept, TokenAuthenticator } from '../../server/app/identity/token-authenticator.ts'
import { NAME_TAKEN, parseWantedName } from '../../server/app/identity/wanted-name.ts'
import type { Clock } from '../../server/ports/clock.ts'
import type { Directory } from '../../server/ports/directory.ts'
import type { PasswordHasher } from '../../server/ports/password-hasher.ts'
import type { Random } from '../../server/ports/random.ts'
import type { OrderKeepers } from './order-keepers.ts'
import { SITE_PROFILE, SITE_SIGNATURES } from './site.ts'

interface LoginParts {
  sessions: Sessions
  directory: Directory
  clock: Clock
  random: Random
}

/** All ways to log in, put together as the server does it, with cheap hashes and signatures. */
export function simulatedLogins(parts: LoginParts): LoginMethods {
  const { sessions, directory, clock } = parts
  const freeName: Sessions['freeName'] = (keys, isSpared) => sessions.freeName(keys, isSpared)
  const read = (token: string) => readSiteToken(token, SITE_SIGNATURES, SITE_PROFILE, () => clock.now())
  const site = new SiteLogins({ ...parts, read, freeName })
  return {
    offers: { auth: ['guest', 'password', 'jwt'], register: true, name: SERVER_NAME },
    authenticator: new TokenAuthenticator(sessions, directory, clock, site),
    accounts: new Accounts({ ...parts, hasher: CHEAP_HASHER, listed: new Set() }),
    site,
    async guest(username) {
      const wanted = parseWantedName(username)
      if (!wanted.ok) return wanted
      if (await isNameKept(directory, clock, wanted.keys)) return { ok: false, refusal: NAME_TAKEN }
      return sessions.login(username)
    },
  }
}

const CHEAP_HASHER: PasswordHasher = {
  hash: async password => ({ ok: true, hash: `cheap ${password}` }),
  verify: async (password, hash) => ({ ok: true, matches: hash === `cheap ${password}` }),
  needsRehash: () => false,
}

/** Counts who is attached: whoever is not detached in the end was forgotten. */
export class CountedAuthenticator implements Authenticator {
  attached = 0
  readonly #inner: Authenticator
  readonly #keepers: OrderKeepers
  readonly #broken: (what: string) => void

  constructor(inner: Authenticator, keepers: OrderKeepers, broken: (what: string) => void) {
    this.#inner = inner
    this.#keepers = keepers
    this.#broken = broken
  }

  attach(token: string, socket: SessionSocket, guest?: Identity): Attached | Promise<Attached> {
    const attached = this.#inner.attach(token, socket, guest)
    return attached instanceof Promise ? attached.then(each => this.#count(each, token)) : this.#count(attached, token)
  }

  adopt(
    ...[guest, account]: Parameters<NonNullable<Authenticator['adopt']>>
  ): ReturnType<NonNullable<Authenticator['adopt']>> {
    return this.#inner.adopt?.(guest, account) ?? Promise.resolve({ ok: false, refusal: NAME_TAKEN })
  }

  #count(attached: Attached, token: string): Attached {
    if (!attached.ok) return attached
    const release = this.#keepers.hold(attached.identity.user.id, token)
    let over = false
    this.attached++
    const detach = () => {
      if (over) this.#broken('somebody is detached twice')
      over = true
      this.attached--
      release()
      attached.detach()
    }
    return { ...attached, detach }
  }
}
