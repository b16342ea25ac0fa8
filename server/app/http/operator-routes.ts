import { createHash, timingSafeEqual } from 'node:crypto'
import { isLoopback } from '../../core/ip-address.ts'
import { originOfHost } from '../../core/origin.ts'
import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { bearerToken } from './bearer-token.ts'
import type { HttpDeps } from './http-deps.ts'
import { json, refuse, text } from './respond.ts'

/** `GET /healthz`: the process lives. */
export function healthRoute(): HttpResponse {
  return json(200, { status: 'ok' })
}

/** `GET /readyz`: it takes traffic. */
export function readyRoute(deps: HttpDeps): () => HttpResponse {
  return () => {
    const status = deps.status()
    if (status === 'ready') return json(200, { status })
    const message =
      status === 'draining' ? 'The server is stopping.' : 'The store takes no messages: it is down, or has no room.'
    return refuse(503, refusal('unavailable', message, 2_000))
  }
}

/** `GET /metrics`: for programs of this machine that ask for themselves; for others with the token. */
export function metricsRoute(deps: HttpDeps): (request: HttpRequest) => Promise<HttpResponse> {
  return async request => {
    if (!isLocal(request) && !hasToken(request, deps.metricsToken)) {
      return refuse(403, refusal('forbidden', 'Metrics are for this machine only. Others need the --metrics-token.'))
    }
    const { contentType, text: body } = await deps.metrics.expose()
    return text(200, contentType, body)
  }
}

/** Not a proxy that asks for someone else, and no page: not even one whose name was made to lead here (DNS rebinding). */
function isLocal({ address, headers }: HttpRequest): boolean {
  const passedOn = [...headers.keys()].some(name => PASSED_ON.has(name) || name.startsWith('x-forwarded-'))
  return isLoopback(address) && !passedOn && !headers.has('origin') && originOfHost(headers.get('host')) !== undefined
}

/** What proxies add beside `X-Forwarded-...`. */
const PASSED_ON = new Set(['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'])

function hasToken(request: HttpRequest, expected: string | undefined): boolean {
  const token = bearerToken(request)
  return expected !== undefined && token !== undefined && timingSafeEqual(digest(token), digest(expected))
}

function digest(value: string): Uint8Array {
  return createHash('sha256').update(value).digest()
}
