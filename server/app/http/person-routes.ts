import { refusal } from '../../core/refusal.ts'
import { type Rate, TokenBuckets } from '../../core/token-bucket.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
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
/** So old is a token of a site at most that removes somebody. ms. */
const FRESH_MS = 300_000

const PASSWORD = '{"password":"..."}'
const FILE = { 'Content-Disposition': 'attachment; filename="chat-data.json"' }
const STALE = refusal('token_expired', 'Say once more at this site who you are, then try again.')

type Own = (person: Person, request: HttpRequest, caller: Caller) => Promise<HttpResponse>
type Deps = Pick<HttpDeps, 'logins' | 'loginRate' | 'clock' | 'people'>

/** What everybody may ask of what is kept of them, guests too: all of it, and that it goes. */
export function personRoutes({ logins, loginRate, clock, people }: Deps, callers: Callers) {
  const buckets = loginRate && new TokenBuckets<string>(PERSON_RATE, ADDRESSES)
  const { downloads, removal, data } = people
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

  /** Why they are not removed for this; undefined: they are. */
  async function refuseRemoval(
    { account, issuedAt }: Person,
    request: HttpRequest,
    caller: Caller,
  ): Promise<HttpResponse | undefined> {
    if (issuedAt !== undefined) return clock.now() - issuedAt > FRESH_MS ? refuse(401, STALE) : undefined
    if (account === undefined) return undefined
    const body = readBody(request, ['password'], PASSWORD)
    if (!body.ok) return body.response
    const { password } = body.fields
    if (password === undefined || logins.accounts === undefined)
      return refuse(400, refusal('bad_request', `Send ${PASSWORD}.`))
    const right = await logins.accounts.checkPassword(account, password, caller)
    return right.ok ? undefined : refuse(statusOf(right.refusal.code), right.refusal)
  }

  return {
    data: own(async (person, _request, caller) => {
      const begun = await downloads.begin(person.user.id, caller.address, () => personalData(data, person))
      if (!begun.ok) return refuse(429, begun.refusal)
      return pieces(200, 'application/json; charset=utf-8', begun.pieces, { ...PUBLIC, ...FILE })
    }),
    remove: own(async (person, request, caller) => {
      const refused = await refuseRemoval(person, request, caller)
      if (refused !== undefined) return refused
      await removal.remove(person)
      const cleared = caller.verdict === 'own' ? { 'Set-Cookie': callers.cookie.clear() } : {}
      return noContent({ ...PUBLIC, ...cleared })
    }),
  }
}
