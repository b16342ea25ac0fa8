import type { Offers } from '../../../sdk/protocol/accounts.ts'
import type { Accounts } from './accounts.ts'
import type { RefuseName } from './allowed-name.ts'
import type { Authenticator } from './authenticator.ts'
import type { LoginResult, Logins } from './logins.ts'
import type { SiteLogins } from './site-logins.ts'

/** How people come to be somebody on this server. */
export interface LoginMethods {
  offers: Offers
  authenticator: Authenticator
  /** Undefined: there are no passwords. */
  accounts: Accounts | undefined
  /** Undefined: no site's tokens count. */
  site: SiteLogins | undefined
  /** A login by a name alone. */
  guest(username: string): LoginResult | Promise<LoginResult>
}

/** The server's, as `GET /login` tells it. */
export const SERVER_NAME = 'chat-widget'

/** A server that knows nobody but by a name. */
export function guestsOnly(sessions: Logins, refuseName: RefuseName = () => undefined): LoginMethods {
  return {
    offers: { auth: ['guest'], register: false, name: SERVER_NAME },
    authenticator: sessions,
    accounts: undefined,
    site: undefined,
    guest(username) {
      const refused = refuseName(username)
      return refused ? { ok: false, refusal: refused } : sessions.login(username)
    },
  }
}
