import { systemClock } from '../lib/clock.ts'
import { toJson } from '../lib/to-json.ts'
import type {
  AccountSession,
  DeleteAccountBody,
  LoginBody,
  Offers,
  PasswordBody,
  RegisterBody,
  SessionsReply,
} from '../protocol/accounts.ts'
import type { Login } from '../protocol/records.ts'
import { checkScheme } from './check-scheme.ts'
import { lateCalls } from './late-calls.ts'
import { pageAddress, serverAddress } from './server-address.ts'
import type { ChatClientOptions } from './types.ts'

export interface AccountsOptions extends Pick<ChatClientOptions, 'server' | 'credentials' | 'fetch' | 'clock'> {
  /** Whose account it is: the `token` of a login, or one of the site; asked for at each call. With the cookie none is needed. */
  token?: (() => string | null | undefined | Promise<string | null | undefined>) | undefined
}

/** Accounts of one chat server over HTTP. Each call rejects with ChatError. */
export interface Accounts {
  /** What the server offers for a login; one of the first version offers guests alone. */
  offers(): Promise<Offers>
  /** Without a password as a guest. Rejects with `wrong_credentials`, `username_taken`, `rate_limited`, ... */
  login(username: string, password?: string): Promise<Login>
  /** A new account. `token`: of a guest who goes on as it. Rejects with `weak_password`, `username_taken`, ... */
  register(username: string, password: string, options?: { token?: string | undefined }): Promise<Login>
  /** All other logins of the account end. Rejects with `wrong_credentials`, `weak_password`. */
  changePassword(old: string, next: string): Promise<void>
  /** Where the account is logged in. */
  sessions(): Promise<readonly AccountSession[]>
  endSession(id: string): Promise<void>
  /** Whatever the server holds of this person, as it answers it. */
  data(): Promise<unknown>
  /**
   * The account and all its messages are deleted, for ever. Rejects with `wrong_credentials`. One of a site has no password:
   * its token has to be younger than five minutes.
   */
  delete(password?: string): Promise<void>
  /** Ends what is under way. */
  close(): void
}

/** All of somebody can be a lot. */
const DATA_MS = 10 * 60_000

/** Throws ChatError `invalid_server` or `wrong_scheme`. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { credentials = 'token', clock = systemClock, fetch = globalThis.fetch } = options
  const page = pageAddress()
  const address = serverAddress(options.server, page)
  checkScheme(address, page)
  const calls = lateCalls({ server: address.http, fetch: (...args) => fetch(...args), clock, credentials })
  const own = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, timeoutMs?: number) => {
    const { call } = await calls.get()
    return call(method, path, { body: body && toJson(body), token: (await options.token?.()) || undefined, timeoutMs })
  }
  const begin = async (path: '/login' | '/register', body: LoginBody | RegisterBody, token?: string) =>
    (await calls.get()).begin(path, { body: toJson(body), token })

  return {
    offers: async () => (await calls.get()).offers(),
    login: (username, password) => begin('/login', { username, password }),
    register: (username, password, as) => begin('/register', { username, password }, as?.token),
    async changePassword(old, next) {
      await own('POST', '/password', { old, new: next } satisfies PasswordBody)
    },
    async sessions() {
      const { sessions } = (await own('GET', '/sessions')) as Partial<SessionsReply>
      if (!Array.isArray(sessions)) throw (await calls.get()).strange()
      return sessions
    },
    async endSession(id) {
      await own('DELETE', `/sessions/${encodeURIComponent(id)}`)
    },
    data: () => own('GET', '/account/data', undefined, DATA_MS),
    async delete(password) {
      await own('POST', '/account/delete', { password } satisfies DeleteAccountBody)
    },
    close: calls.close,
  }
}
