import { refusal } from '../../core/refusal.ts'
import { type Rate, TokenBuckets } from '../../core/token-bucket.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { deleteAccount, needsPassword } from '../actions/delete-account.ts'
import type { Person } from '../identity/person.ts'
import { personalData } from '../people/personal-data.ts'
import { bearerToken } from './bearer-token.ts'
import type { Caller, Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { NOT_KEPT } from './login-route.ts'
import { originRefusal } from './origin-refusal.ts'
import { readBody } from './read-body.ts'
import { noContent, PUBLIC, pieces, refuse } from './respond.ts'
import { statusOf } from './statuses.ts'

const ADDRESSES = 100_000
/** Of what people ask of what is kept of them, of one address. */
const PERSON_RATE: Rate = { burst: 20, perSecond: 0.5 }

const PASSWORD = '{"password":"..."}'
const NO_BODY = { ok: true, fields: { password: undefined } } as const
const FILE = { 'Content-Disposition': 'attachment; filename="chat-data.json"' }

type Own = (person: Person, request: HttpRequest, caller: Caller) => Promise<HttpResponse>
type Deps = Pick<HttpDeps, 'logins' | 'loginRate' | 'clock' | 'people'>

/** What everybody may ask of what is kept of them, guests too: all of it, and that it goes. */
export function personRoutes({ logins, loginRate, clock, people }: Deps, callers: Callers) {
  const buckets = loginRate && new TokenBuckets<string>(PERSON_RATE, ADDRESSES)
  const { downloads, removal, data } = people
  const deleting = { removal, accounts: logins.accounts, clock }
  const own = (answer: Own) => async (request: HttpRequest) => {
    const caller = callers.of(request)
    if (caller.verdict === 'refused') return refuse(403, originRefusal(request))
    const wait = buckets?.take(caller.address, clock.elapsed()) ?? 0
    if (wait > 0) return refuse(429, refusal('rate_limited', 'Too many requests from here. Wait a moment.', wait))
    try {
      const found = await people.who.of(bearerToken(request) ?? caller.cookieToken)
      if (found.ok) return await answer(found.person, request, caller)
      const { code } = found.refusal
      return refuse(statusOf(code), found.refusal, code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer' } : {})
    } catch (error) {
      if (error instanceof LogUnavailable) return refuse(503, NOT_KEPT)
      throw error
    }
  }

  return {
    data: own(async (person, _request, caller) => {
      const begun = await downloads.begin(person.user.id, caller.address, () => personalData(data, person))
      if (!begun.ok) return refuse(429, begun.refusal)
      return pieces(200, 'application/json; charset=utf-8', begun.pieces, { ...PUBLIC, ...FILE })
    }),
    remove: own(async (person, request, caller) => {
      const body = needsPassword(person) ? readBody(request, ['password'], PASSWORD) : NO_BODY
      if (!body.ok) return body.response
      const done = await deleteAccount(deleting, person, body.fields.password, caller)
      if (!done.ok) return refuse(statusOf(done.refusal.code), done.refusal)
      const cleared = caller.verdict === 'own' ? { 'Set-Cookie': callers.cookie.clear() } : {}
      return noContent({ ...PUBLIC, ...cleared })
    }),
  }
}
