import type { Offers } from '../../../sdk/protocol/accounts.ts'
import { refusal } from '../../core/refusal.ts'
import { TokenBuckets } from '../../core/token-bucket.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import type { LoginResult } from '../identity/logins.ts'
import { andThen } from '../identity/maybe-promise.ts'
import { shareBuckets } from '../share-buckets.ts'
import { bearerToken } from './bearer-token.ts'
import type { Caller, Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { originRefusal } from './origin-refusal.ts'
import { readBody } from './read-body.ts'
import { json, PUBLIC, refuse } from './respond.ts'
import { statusOf } from './statuses.ts'

const ADDRESSES = 100_000

export const NOT_KEPT = refusal('unavailable', 'The store does not answer at the moment. Try again soon.', 1_000)
const NOT_HERE = refusal('bad_request', 'This server has no passwords. Log in without one.')
const NO_GUESTS = refusal('forbidden', 'Log in with a password: this server takes no guests.')
const NO_REGISTER = refusal('forbidden', 'This server lets nobody create an account.')

type Answer = HttpResponse | Promise<HttpResponse>

/** `GET /login`: what there is to log in with. */
export function offersRoute({ logins }: Pick<HttpDeps, 'logins'>): () => HttpResponse {
  return () => json(200, logins.offers satisfies Offers, PUBLIC)
}

/** `POST /login` and `POST /register`, which share the rate of an address. */
export function loginRoutes(
  deps: HttpDeps,
  callers: Callers,
): { login: (request: HttpRequest) => Answer; register: (request: HttpRequest) => Answer } {
  const buckets = deps.loginRate && new TokenBuckets<string>(deps.loginRate, ADDRESSES)
  if (buckets) shareBuckets(deps.ratesOfNodes, 'logins', buckets, deps.clock, () => deps.clock.elapsed())
  const { sessions, logins } = deps
  const { offers, accounts } = logins

  /** Why nobody may log in from there now. */
  function refuseCaller(request: HttpRequest, caller: Caller): HttpResponse | undefined {
    if (caller.verdict === 'refused') return refuse(403, originRefusal(request))
    if (deps.status() === 'draining')
      return refuse(503, refusal('unavailable', 'The server is restarting. Try again.', 2_000))
    const wait = buckets?.take(caller.address, deps.clock.elapsed()) ?? 0
    return wait > 0
      ? refuse(429, refusal('rate_limited', 'Too many logins from here. Wait a moment.', wait))
      : undefined
  }

  /** A login that is kept; a page of the own origin gets its cookie, too. */
  async function answer(caller: Caller, login: LoginResult | Promise<LoginResult>): Promise<HttpResponse> {
    try {
      const result = await login
      if (!result.ok) return refuse(statusOf(result.refusal.code), result.refusal)
      const cookie =
        caller.verdict === 'own' ? { 'Set-Cookie': callers.cookie.set(result.login.token, sessions.longestMs) } : {}
      return (await result.kept) ? json(200, result.login, { ...PUBLIC, ...cookie }) : refuse(503, NOT_KEPT)
    } catch (error) {
      if (error instanceof LogUnavailable) return refuse(503, NOT_KEPT)
      throw error
    }
  }

  return {
    login(request) {
      const caller = callers.of(request)
      const refused = refuseCaller(request, caller)
      if (refused) return refused
      const body = readBody(request, ['username', 'password'], 'the login as {"username":"..."}')
      if (!body.ok) return body.response
      const { username, password } = body.fields
      if (username === undefined) return refuse(400, refusal('bad_request', 'Send the login as {"username":"..."}.'))
      if (password === undefined) {
        if (!offers.auth.includes('guest')) return refuse(403, NO_GUESTS)
        return answer(caller, logins.guest(username))
      }
      if (accounts === undefined) return refuse(400, NOT_HERE)
      return answer(caller, accounts.login(username, password, caller))
    },
    register(request) {
      const caller = callers.of(request)
      const refused = refuseCaller(request, caller)
      if (refused) return refused
      if (accounts === undefined || !offers.register) return refuse(403, NO_REGISTER)
      const like = '{"username":"...","password":"..."}'
      const body = readBody(request, ['username', 'password'], like)
      if (!body.ok) return body.response
      const { username, password } = body.fields
      if (username === undefined || password === undefined) return refuse(400, refusal('bad_request', `Send ${like}.`))
      const token = bearerToken(request) ?? caller.cookieToken
      const guest = token === undefined ? undefined : sessions.find(token)
      return answer(
        caller,
        andThen(guest, each => accounts.register(username, password, each, caller)),
      )
    },
  }
}
