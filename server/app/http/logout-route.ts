import { refusal } from '../../core/refusal.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { notKept } from '../identity/not-kept.ts'
import { looksLikeSiteToken } from '../identity/site-tokens.ts'
import { bearerToken } from './bearer-token.ts'
import type { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { NOT_KEPT } from './login-route.ts'
import { originRefusal } from './origin-refusal.ts'
import { noContent, PUBLIC, refuse } from './respond.ts'

const ENDED_NOT_KEPT = notKept('You are logged out')

/** `POST /logout`. */
export function logoutRoute(deps: HttpDeps, callers: Callers): (request: HttpRequest) => Promise<HttpResponse> {
  const { sessions, logins } = deps
  /** Undefined: there is no such login. */
  const logout = (token: string) =>
    logins.site && looksLikeSiteToken(token) ? logins.site.logout(token) : sessions.logout(token)
  return async request => {
    const { verdict, cookieToken } = callers.of(request)
    if (verdict === 'refused') return refuse(403, originRefusal(request))
    const token = bearerToken(request) ?? cookieToken
    const cleared = verdict === 'own' ? { 'Set-Cookie': callers.cookie.clear() } : {}
    let ended: boolean | undefined
    try {
      ended = token === undefined ? undefined : await logout(token)
    } catch (error) {
      if (error instanceof LogUnavailable) return refuse(503, NOT_KEPT)
      throw error
    }
    if (ended === undefined) {
      const headers = { ...cleared, 'WWW-Authenticate': 'Bearer' }
      return refuse(401, refusal('unauthorized', 'There is no such login, or it is over already.'), headers)
    }
    return ended ? noContent({ ...PUBLIC, ...cleared }) : refuse(503, ENDED_NOT_KEPT, cleared)
  }
}
