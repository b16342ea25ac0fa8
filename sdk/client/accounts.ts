import { systemClock } from '../lib/clock.ts'
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
import { type HttpCallsOptions, httpCalls } from './http-calls.ts'
import { checkScheme, pageAddress, serverAddress } from './server-address.ts'
import type { ChatClientOptions } from './types.ts'

export interface AccountsOptions extends Pick<ChatClientOptions, 'server' | 'credentials' | 'fetch' | 'clock'> {
  /** Whose account it is: the `token` of a login; asked for at each call. With the cookie none is needed. */
  token?: (() => string | undefined) | undefined
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
  /** The account and all its messages are deleted, for ever. Rejects with `wrong_credentials`. */
  delete(password: string): Promise<void>
  /** Ends what is under way. */
  close(): void
}

/** Throws ChatError `invalid_server` or `wrong_scheme`. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { credentials = 'token', clock = systemClock, fetch = globalThis.fetch } = options
  const page = pageAddress()
  const address = serverAddress(options.server, page)
  checkScheme(address, page)
  const parts: HttpCallsOptions = { server: address.http, fetch: (...args) => fetch(...args), clock, credentials }
  const { call, strange, close } = httpCalls(parts)
  const token = () => options.token?.() || undefined

  async function begin(path: string, body: LoginBody | RegisterBody, as?: string): Promise<Login> {
    const login = (await call('POST', path, { body, token: as })) as Partial<Login>
    if (!login.token || !login.user) throw strange()
    return login as Login
  }

  return {
    async offers() {
      const { auth, register, name } = (await call('GET', '/login').catch(error => {
        // an older server knows no such question
        if (['not_found', 'server_gone'].includes(error.code)) return {}
        throw error
      })) as Partial<Offers>
      return { auth: Array.isArray(auth) ? auth : ['guest'], register: register === true, name: name ?? '' }
    },
    login: (username, password) => begin('/login', { username, password }),
    register: (username, password, as) => begin('/register', { username, password }, as?.token),
    async changePassword(old, next) {
      const body: PasswordBody = { old, new: next }
      await call('POST', '/password', { body, token: token() })
    },
    async sessions() {
      const { sessions } = (await call('GET', '/sessions', { token: token() })) as Partial<SessionsReply>
      if (!Array.isArray(sessions)) throw strange()
      return sessions
    },
    async endSession(id) {
      await call('DELETE', `/sessions/${encodeURIComponent(id)}`, { token: token() })
    },
    data: () => call('GET', '/account/data', { token: token() }),
    async delete(password) {
      const body: DeleteAccountBody = { password }
      await call('POST', '/account/delete', { body, token: token() })
    },
    close,
  }
}
