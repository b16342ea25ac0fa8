import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse, TransportHandler } from '../../ports/transport.ts'
import { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { loginRoute } from './login-route.ts'
import { logoutRoute } from './logout-route.ts'
import { healthRoute, metricsRoute, readyRoute } from './operator-routes.ts'
import { noContent, PUBLIC, refuse } from './respond.ts'
import { findAsset, serveAsset } from './static-files.ts'
import { refuseUpgrade, upgradeRoute } from './upgrade-route.ts'

interface Route {
  /** For metrics: one of few. */
  name: string
  method: 'GET' | 'POST'
  answer(request: HttpRequest): HttpResponse | Promise<HttpResponse>
}

/** Everything that the server answers over HTTP, and its answer to upgrades. */
export function createHttpHandler(deps: HttpDeps): TransportHandler {
  const callers = new Callers(deps)
  const upgrade = upgradeRoute(deps, callers)
  const routes = new Map<string, Route>([
    ['/login', { name: 'login', method: 'POST', answer: loginRoute(deps, callers) }],
    ['/logout', { name: 'logout', method: 'POST', answer: logoutRoute(deps, callers) }],
    ['/healthz', { name: 'healthz', method: 'GET', answer: healthRoute }],
    ['/readyz', { name: 'readyz', method: 'GET', answer: readyRoute(deps) }],
    ['/metrics', { name: 'metrics', method: 'GET', answer: metricsRoute(deps) }],
    ['/ws', { name: 'ws', method: 'GET', answer: upgradeRequired }],
  ])

  const { basePath } = deps
  /** The addresses in a page are relative to its folder. */
  const toSlash: Route = {
    name: 'static',
    method: 'GET',
    answer: () => ({ status: 308, headers: { 'Cache-Control': 'no-cache', Location: `${basePath}/` } }),
  }
  // There are proxies that strip the path of the public URL, and proxies that do not
  const below = (path: string) => (basePath && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path)

  const routeOf = (fullPath: string): Route => {
    const path = below(fullPath)
    const asset = findAsset(deps.assets, path)
    if (asset === undefined) return routes.get(path) ?? (path === basePath ? toSlash : NOT_FOUND)
    return { name: 'static', method: 'GET', answer: request => serveAsset(asset, request) }
  }

  return {
    request(request) {
      const route = routeOf(request.path)
      const count = (response: HttpResponse) => {
        deps.metrics.httpAnswered(route.name, response.status)
        deps.logger.debug({ method: request.method, route: route.name, status: response.status }, 'answered')
        return response
      }
      const response = dispatch(route, request)
      return response instanceof Promise ? response.then(count) : count(response)
    },
    upgrade(request) {
      return below(request.path) === '/ws' ? upgrade(request) : refuseUpgrade(NOT_FOUND.answer())
    },
  }
}

const NOT_FOUND = {
  name: 'none',
  method: 'GET',
  answer: () => refuse(404, refusal('not_found', 'There is nothing at this address.')),
} as const

function upgradeRequired(): HttpResponse {
  const headers = { Upgrade: 'websocket' }
  return refuse(426, refusal('bad_request', 'This address takes WebSocket connections only.'), headers)
}

function dispatch(route: Route, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  if (route === NOT_FOUND) return NOT_FOUND.answer()
  const allowed = route.method === 'GET' ? 'GET, HEAD, OPTIONS' : 'POST, OPTIONS'
  if (request.method === 'OPTIONS') return preflight(route, allowed)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  if (method === route.method) return route.answer(request)
  return refuse(405, refusal('bad_request', `Use ${route.method} here.`), { Allow: allowed })
}

/** The same for every origin, so that a page that is refused can read why. */
function preflight(route: Route, allowed: string): HttpResponse {
  return noContent({
    ...PUBLIC,
    Allow: allowed,
    'Access-Control-Allow-Methods': route.method,
    'Access-Control-Allow-Headers': 'authorization, content-type',
    'Access-Control-Max-Age': '7200',
  })
}
