import { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { Offers } from '../protocol/accounts.ts'
import type { HttpRefusal } from '../protocol/error-codes.ts'
import type { Login } from '../protocol/records.ts'

export interface HttpCallsOptions {
  /** Without a slash at the end. */
  server: string
  fetch: typeof fetch
  clock: Clock
  credentials: 'token' | 'cookie'
}

export interface HttpCall {
  /** Left out: with the cookie, or as nobody. */
  token?: string | undefined
  /** JSON. */
  body?: string | undefined
  /** Of the whole answer, in ms. */
  timeoutMs?: number | undefined
}

/** Requests over HTTP. Everything that goes wrong is a ChatError. */
export interface HttpCalls {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, call?: HttpCall): Promise<unknown>
  /** Posts what begins a session. */
  begin(path: '/login' | '/register', call: HttpCall): Promise<Login>
  /** Ends a session, also one that is over already. */
  logout(token: string | undefined): Promise<void>
  /** What the server offers for a login; one of the first version offers guests alone. */
  offers(): Promise<Offers>
  /** What is no answer of a chat server. */
  strange(status?: number, body?: Partial<HttpRefusal>): ChatError
  /** Ends what is under way. */
  close(): void
}

const TIMEOUT_MS = 15_000

const isOver = ({ code }: ChatError) => code === 'unauthorized' || code === 'token_expired'

export function httpCalls({ server, fetch, clock, credentials }: HttpCallsOptions): HttpCalls {
  const running = new Set<AbortController>()

  function strange(status = 200, body?: Partial<HttpRefusal>): ChatError {
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

  const calls: HttpCalls = {
    async call(method, path, { token, body, timeoutMs = TIMEOUT_MS } = {}) {
      const abort = new AbortController()
      running.add(abort)
      const cancel = clock.after(timeoutMs, () => abort.abort())
      const headers: Record<string, string> = {}
      if (body) headers['content-type'] = 'application/json'
      if (token !== undefined) headers['authorization'] = `Bearer ${token}`
      try {
        const response = await fetch(server + path, {
          method,
          headers,
          ...(body && { body }),
          credentials: credentials === 'cookie' ? 'same-origin' : 'omit',
          signal: abort.signal,
        })
        const answer: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined)
        if (response.ok && answer) return answer
        throw strange(response.status, answer as Partial<HttpRefusal> | undefined)
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
    },
    async begin(path, call) {
      const login = (await calls.call('POST', path, call)) as Partial<Login>
      if (!login.token || !login.user) throw strange()
      return login as Login
    },
    async logout(token) {
      try {
        await calls.call('POST', '/logout', { token })
      } catch (error) {
        if (!isOver(error as ChatError)) throw error
      }
    },
    async offers() {
      const { auth, register, name } = (await calls.call('GET', '/login').catch((error: ChatError) => {
        // an older server knows no such question
        if (error.code === 'not_found' || error.code === 'server_gone') return {}
        throw error
      })) as Partial<Offers>
      return { auth: Array.isArray(auth) ? auth : ['guest'], register: register === true, name: name ?? '' }
    },
    strange,
    close() {
      for (const abort of running) abort.abort()
    },
  }
  return calls
}
