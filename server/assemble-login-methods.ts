import type { Filters } from '../sdk/protocol/filters.ts'
import { argon2Hasher } from './adapters/process/argon2-hasher.ts'
import { listedPasswords } from './adapters/process/listed-passwords.ts'
import { Accounts } from './app/identity/accounts.ts'
import { refuseNames } from './app/identity/allowed-name.ts'
import { guestsOnly, type LoginMethods, SERVER_NAME } from './app/identity/login-methods.ts'
import type { Logins } from './app/identity/logins.ts'
import { withOwners } from './app/identity/room-owners.ts'
import { SiteLogins } from './app/identity/site-logins.ts'
import { isNameKept, TokenAuthenticator } from './app/identity/token-authenticator.ts'
import { NAME_TAKEN, parseWantedName } from './app/identity/wanted-name.ts'
import type { Config } from './config/schema.ts'
import { PASSWORD_LENGTH } from './core/password.ts'
import type { SharedByNodes } from './open-log.ts'
import { openSiteTokens } from './open-site-tokens.ts'
import type { Clock } from './ports/clock.ts'
import type { Directory } from './ports/directory.ts'
import type { Random } from './ports/random.ts'

export interface LoginParts {
  sessions: Logins
  directory: Directory
  clock: Clock
  random: Random
  /** What is let into no room, and so is nobody's name. */
  filters?: Filters | undefined
  /** Of many nodes. */
  shared?: Pick<SharedByNodes, 'sessions' | 'rates'> | undefined
}

/**
 * What the options offer; a server with guests only knows of accounts when there are some of before, whose names it keeps.
 * Throws with a sentence when a secret cannot be had.
 */
export async function assembleLoginMethods(config: Config, parts: LoginParts): Promise<LoginMethods> {
  const { sessions, directory, clock } = parts
  const refuseName = refuseNames(parts.filters)
  const { auth } = config
  if (auth.every(method => method === 'guest') && !(await directory.hasAccounts()))
    return guestsOnly(sessions, refuseName)
  const read = await openSiteTokens(config, clock)
  const freeName: Logins['freeName'] = (keys, isSpared) => sessions.freeName(keys, isSpared)
  const site = read && new SiteLogins({ ...parts, read, freeName, shared: parts.shared?.sessions })
  const passwords = auth.includes('password')
  const accounts = passwords
    ? new Accounts({
        ...parts,
        refuseName,
        ratesOfNodes: parts.shared?.rates,
        hasher: await argon2Hasher(),
        listed: await listedPasswords(PASSWORD_LENGTH),
      })
    : undefined
  return {
    offers: { auth: [...auth], register: passwords && !config.noRegister, name: SERVER_NAME },
    authenticator: withOwners(
      new TokenAuthenticator(sessions, directory, clock, site, passwords),
      new Set(config.owners),
    ),
    accounts,
    site,
    async guest(username) {
      const refused = refuseName(username)
      if (refused) return { ok: false, refusal: refused }
      const wanted = parseWantedName(username)
      if (!wanted.ok) return wanted
      if (await isNameKept(directory, clock, wanted.keys)) return { ok: false, refusal: NAME_TAKEN }
      return sessions.login(username)
    },
  }
}
