import type { ErrorCode } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import { TokenBuckets } from '../../core/token-bucket.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { decodeLoginBody } from '../../wire/login-body.ts'
import type { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { originRefusal } from './origin-refusal.ts'
import { json, PUBLIC, refuse } from './respond.ts'

const ADDRESSES = 100_000
const JSON_TYPE = /^application\/json\s*(?:;|$)/i
const STATUS: Partial<Record<ErrorCode, number>> = { invalid_username: 400, username_taken: 409, unavailable: 503 }

const NOT_KEPT = refusal('unavailable', 'The store does not answer at the moment. Try again soon.', 1_000)

/** `POST /login`. */
export function loginRoute(
  deps: HttpDeps,
  callers: Callers,
): (request: HttpRequest) => HttpResponse | Promise<HttpResponse> {
  const buckets = deps.loginRate && new TokenBuckets<string>(deps.loginRate, ADDRESSES)
  return request => {
    const caller = callers.of(request)
    if (caller.verdict === 'refused') return refuse(403, originRefusal(request))
    if (deps.status() === 'draining')
      return refuse(503, refusal('unavailable', 'The server is restarting. Try again.', 2_000))
    const wait = buckets?.take(caller.address, deps.clock.elapsed()) ?? 0
    if (wait > 0) return refuse(429, refusal('rate_limited', 'Too many logins from here. Wait a moment.', wait))
    if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
      return refuse(415, refusal('unsupported_media_type', 'Send the login with Content-Type: application/json.'))
    }
    if (request.body === undefined) return refuse(413, refusal('too_large', 'The body of the login is too large.'))
    const username = decodeLoginBody(request.body)
    if (username === undefined) return refuse(400, refusal('bad_request', 'Send the login as {"username":"..."}.'))

    const result = deps.sessions.login(username)
    if (!result.ok) return refuse(STATUS[result.refusal.code] ?? 400, result.refusal)
    const { login, kept } = result
    const cookie =
      caller.verdict === 'own' ? { 'Set-Cookie': callers.cookie.set(login.token, deps.sessions.longestMs) } : {}
    return kept.then(done => (done ? json(200, login, { ...PUBLIC, ...cookie }) : refuse(503, NOT_KEPT)))
  }
}
