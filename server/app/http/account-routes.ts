import type { SessionsReply } from '../../../sdk/protocol/accounts.ts'
import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import { type Rate, TokenBuckets } from '../../core/token-bucket.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import type { Accounts } from '../identity/accounts.ts'
import type { SessionRecord } from '../identity/session-record.ts'
import { shareBuckets } from '../share-buckets.ts'
import { bearerToken } from './bearer-token.ts'
import type { Caller, Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { NOT_KEPT } from './login-route.ts'
import { originRefusal } from './origin-refusal.ts'
import { readBody } from './read-body.ts'
import { json, noContent, PUBLIC, refuse } from './respond.ts'
import { statusOf } from './statuses.ts'

const ADDRESSES = 100_000
/** Of what is asked of accounts, of one address. */
const ACCOUNT_RATE: Rate = { burst: 60, perSecond: 1 }

const NOBODY = refusal('unauthorized', 'Log in with your account first.')
const PASSWORDS = '{"old":"...","new":"..."}'

type Own = (accounts: Accounts, session: SessionRecord, request: HttpRequest, caller: Caller) => Promise<HttpResponse>

/** What people do with their account: each route is for who is logged in, by their token or the cookie of an own page. */
export function accountRoutes(
  deps: Pick<HttpDeps, 'sessions' | 'logins' | 'loginRate' | 'ratesOfNodes' | 'clock'>,
  callers: Callers,
) {
  const buckets = deps.loginRate && new TokenBuckets<string>(ACCOUNT_RATE, ADDRESSES)
  if (buckets) shareBuckets(deps.ratesOfNodes, 'accounts', buckets, deps.clock, () => deps.clock.elapsed())
  const own = (answer: Own) => async (request: HttpRequest) => {
    const caller = callers.of(request)
    if (caller.verdict === 'refused') return refuse(403, originRefusal(request))
    const wait = buckets?.take(caller.address, deps.clock.elapsed()) ?? 0
    if (wait > 0) return refuse(429, refusal('rate_limited', 'Too many requests from here. Wait a moment.', wait))
    const token = bearerToken(request) ?? caller.cookieToken
    try {
      const session = token === undefined ? undefined : await deps.sessions.find(token)
      if (deps.logins.accounts === undefined || session === undefined || !isAccount(session.user.id))
        return refuse(401, NOBODY, { 'WWW-Authenticate': 'Bearer' })
      return await answer(deps.logins.accounts, session, request, caller)
    } catch (error) {
      if (error instanceof LogUnavailable) return refuse(503, NOT_KEPT)
      throw error
    }
  }
  return {
    password: own(async (accounts, session, request, caller) => {
      const body = readBody(request, ['old', 'new'], PASSWORDS)
      if (!body.ok) return body.response
      const { old, new: fresh } = body.fields
      if (old === undefined || fresh === undefined) return refuse(400, refusal('bad_request', `Send ${PASSWORDS}.`))
      return done(await accounts.changePassword(session, old, fresh, caller))
    }),
    sessions: own(async (accounts, session) =>
      json(200, { sessions: await accounts.logins(session) } satisfies SessionsReply, PUBLIC),
    ),
    endSession: own(async (accounts, session, { path }) =>
      done(await accounts.endLogin(session, path.slice(path.lastIndexOf('/') + 1))),
    ),
  }
}

function done(result: { ok: true } | { ok: false; refusal: Refusal }): HttpResponse {
  return result.ok ? noContent(PUBLIC) : refuse(statusOf(result.refusal.code), result.refusal)
}
