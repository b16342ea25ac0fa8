import { createHash, timingSafeEqual } from 'node:crypto'
import { isLoopback } from '../../core/ip-address.ts'
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
    const message = status === 'draining' ? 'The server is stopping.' : 'The store is down.'
    return refuse(503, refusal('unavailable', message, 2_000))
  }
}

/** `GET /metrics`: for this machine, unless a proxy asks for someone else; for others with the token. */
export function metricsRoute(deps: HttpDeps): (request: HttpRequest) => Promise<HttpResponse> {
  return async request => {
    if (!isLocal(request) && !hasToken(request, deps.metricsToken)) {
      return refuse(403, refusal('forbidden', 'Metrics are for this machine only. Others need the --metrics-token.'))
    }
    const { contentType, text: body } = await deps.metrics.expose()
    return text(200, contentType, body)
  }
}

function isLocal({ address, headers }: HttpRequest): boolean {
  return (
    isLoopback(address) && ![...headers.keys()].some(name => name === 'forwarded' || name.startsWith('x-forwarded-'))
  )
}

function hasToken(request: HttpRequest, expected: string | undefined): boolean {
  const token = bearerToken(request)
  return expected !== undefined && token !== undefined && timingSafeEqual(digest(token), digest(expected))
}

function digest(value: string): Uint8Array {
  return createHash('sha256').update(value).digest()
}
