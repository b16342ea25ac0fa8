import { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import { toJson } from '../lib/to-json.ts'
import type { HttpRefusal } from '../protocol/error-codes.ts'
import type { Login } from '../protocol/records.ts'

export interface LoginService {
  login(username: string): Promise<Login>
  logout(token: string | undefined): Promise<void>
  /** Ends what is under way. */
  close(): void
}

export interface LoginServiceOptions {
  /** Without a slash at the end. */
  server: string
  fetch: typeof fetch
  clock: Clock
  credentials: 'token' | 'cookie'
}

const TIMEOUT_MS = 15_000

/** Login and logout over HTTP. Everything that goes wrong is a ChatError. */
export function loginService({ server, fetch, clock, credentials }: LoginServiceOptions): LoginService {
  const running = new Set<AbortController>()

  async function post(path: string, init: RequestInit): Promise<unknown> {
    const abort = new AbortController()
    running.add(abort)
    const cancel = clock.after(TIMEOUT_MS, () => abort.abort())
    try {
      const response = await fetch(server + path, {
        ...init,
        method: 'POST',
        credentials: credentials === 'cookie' ? 'same-origin' : 'omit',
        signal: abort.signal,
      })
      const body: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined)
      if (response.ok && body) return body
      throw refusal(response.status, body as Partial<HttpRefusal> | undefined)
    } catch (cause) {
      if (cause instanceof ChatError) throw cause
      throw new ChatError('network', 'The chat server cannot be reached. Check your connection and try again.', {
        retryable: true,
        cause,
      })
    } finally {
      cancel()
      running.delete(abort)
    }
  }

  function refusal(status: number, body: Partial<HttpRefusal> | undefined): ChatError {
    const retryable = status === 429 || status >= 500
    if (body?.error?.code) {
      const { code, message, retryAfterMs } = body.error
      return new ChatError(code, message, { retryable, retryAfterMs })
    }
    if (retryable)
      return new ChatError('unavailable', 'The chat is not available just now. Try again in a moment.', { retryable })
    return new ChatError(
      'server_gone',
      `No chat server answers at ${server}. The site’s owner has to check the address.`,
    )
  }

  return {
    async login(username) {
      const body = toJson({ username })
      const login = (await post('/login', { body, headers: { 'content-type': 'application/json' } })) as Partial<Login>
      if (!login.token || !login.user) throw refusal(200, undefined)
      return login as Login
    },
    close() {
      for (const abort of running) abort.abort()
    },
    async logout(token) {
      await post('/logout', token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
    },
  }
}
