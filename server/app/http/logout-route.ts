import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { bearerToken } from './bearer-token.ts'
import type { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { originRefusal } from './origin-refusal.ts'
import { noContent, PUBLIC, refuse } from './respond.ts'

const NOT_KEPT = refusal(
  'unavailable',
  'You are logged out, but the store does not answer: a restart of the server within the next moments could forget it.',
)

/** `POST /logout`. */
export function logoutRoute(
  deps: HttpDeps,
  callers: Callers,
): (request: HttpRequest) => HttpResponse | Promise<HttpResponse> {
  return request => {
    const { verdict, cookieToken } = callers.of(request)
    if (verdict === 'refused') return refuse(403, originRefusal(request))
    const token = bearerToken(request) ?? cookieToken
    const cleared = verdict === 'own' ? { 'Set-Cookie': callers.cookie.clear() } : {}
    const ended = token === undefined ? undefined : deps.sessions.logout(token)
    if (ended === undefined) {
      const headers = { ...cleared, 'WWW-Authenticate': 'Bearer' }
      return refuse(401, refusal('unauthorized', 'There is no such login, or it is over already.'), headers)
    }
    return ended.then(kept => (kept ? noContent({ ...PUBLIC, ...cleared }) : refuse(503, NOT_KEPT, cleared)))
  }
}
