import type { Login } from '../protocol/records.ts'
import { type HttpCallsOptions, httpCalls } from './http-calls.ts'

export interface LoginService {
  /** Without a password it is a guest's. */
  login(username: string, password?: string): Promise<Login>
  logout(token: string | undefined): Promise<void>
  /** Ends what is under way. */
  close(): void
}

/** Login and logout over HTTP. Everything that goes wrong is a ChatError. */
export function loginService(options: HttpCallsOptions): LoginService {
  const { call, strange, close } = httpCalls(options)
  return {
    async login(username, password) {
      const login = (await call('POST', '/login', { body: { username, password } })) as Partial<Login>
      if (!login.token || !login.user) throw strange()
      return login as Login
    },
    close,
    async logout(token) {
      await call('POST', '/logout', { token })
    },
  }
}
