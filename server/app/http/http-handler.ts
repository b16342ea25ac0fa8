import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse, TransportHandler } from '../../ports/transport.ts'
import { accountRoutes } from './account-routes.ts'
import { Callers } from './callers.ts'
import type { HttpDeps } from './http-deps.ts'
import { loginRoutes, offersRoute } from './login-route.ts'
import { logoutRoute } from './logout-route.ts'
import { healthRoute, metricsRoute, readyRoute } from './operator-routes.ts'
import { personRoutes } from './person-routes.ts'
import { noContent, PUBLIC, refuse } from './respond.ts'
import { findAsset, serveAsset } from './static-files.ts'
import { refuseUpgrade, upgradeRoute } from './upgrade-route.ts'

type Answer = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>

interface Route {
  /** For metrics: one of few. */
  name: string
  methods: { readonly [Method in 'GET' | 'POST' | 'DELETE']?: Answer }
}

/** Everything that the server answers over HTTP, and its answer to upgrades. */
export function createHttpHandler(deps: HttpDeps): TransportHandler {
  const callers = new Callers(deps)
  const upgrade = upgradeRoute(deps, callers)
  const { login, register } = loginRoutes(deps, callers)
  const account = accountRoutes(deps, callers)
  const person = personRoutes(deps, callers)
  const routes = new Map<string, Route>([
    ['/login', { name: 'login', methods: { GET: offersRoute(deps), POST: login } }],
    ['/register', { name: 'register', methods: { POST: register } }],
    ['/logout', { name: 'logout', methods: { POST: logoutRoute(deps, callers) } }],
    ['/password', { name: 'password', methods: { POST: account.password } }],
    ['/sessions', { name: 'sessions', methods: { GET: account.sessions } }],
    ['/account/data', { name: 'account_data', methods: { GET: person.data } }],
    ['/account/delete', { name: 'account_delete', methods: { POST: person.remove } }],
    ['/healthz', { name: 'healthz', methods: { GET: healthRoute } }],
    ['/readyz', { name: 'readyz', methods: { GET: readyRoute(deps) } }],
    ['/metrics', { name: 'metrics', methods: { GET: metricsRoute(deps) } }],
    ['/ws', { name: 'ws', methods: { GET: upgradeRequired } }],
  ])
  const oneSession: Route = { name: 'sessions', methods: { DELETE: account.endSession } }

  const { basePath } = deps
  /** The addresses in a page are relative to its folder. */
  const toSlash: Route = {
    name: 'static',
    methods: {
      GET: () => ({ status: 308, headers: { 'Cache-Control': 'no-cache', Location: `${basePath}/` } }),
    },
  }
  // There are proxies that strip the path of the public URL, and proxies that do not
  const below = (path: string) => (basePath && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path)

  const routeOf = (fullPath: string): Route => {
    const path = below(fullPath)
    const asset = findAsset(deps.assets, path)
    if (asset !== undefined) return { name: 'static', methods: { GET: request => serveAsset(asset, request) } }
    if (ONE_SESSION.test(path)) return oneSession
    return routes.get(path) ?? (path === basePath ? toSlash : NOT_FOUND)
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
      return below(request.path) === '/ws' ? upgrade(request) : refuseUpgrade(notFound())
    },
  }
}

const ONE_SESSION = /^\/sessions\/[\w-]{1,64}$/
const NOT_FOUND: Route = { name: 'none', methods: {} }

function notFound(): HttpResponse {
  return refuse(404, refusal('not_found', 'There is nothing at this address.'))
}

function upgradeRequired(): HttpResponse {
  const headers = { Upgrade: 'websocket' }
  return refuse(426, refusal('bad_request', 'This address takes WebSocket connections only.'), headers)
}

function dispatch(route: Route, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  if (route === NOT_FOUND) return notFound()
  const { methods } = route
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const answer = Object.hasOwn(methods, method) ? methods[method as 'GET'] : undefined
  if (answer !== undefined) return answer(request)
  const names = Object.keys(methods)
  const allowed = [...names.flatMap(name => (name === 'GET' ? ['GET', 'HEAD'] : [name])), 'OPTIONS'].join(', ')
  if (method === 'OPTIONS') return preflight(names, allowed)
  return refuse(405, refusal('bad_request', `Use ${names.join(' or ')} here.`), { Allow: allowed })
}

/** The same for every origin, so that a page that is refused can read why. */
function preflight(methods: readonly string[], allowed: string): HttpResponse {
  return noContent({
    ...PUBLIC,
    Allow: allowed,
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': 'authorization, content-type',
    'Access-Control-Max-Age': '7200',
  })
}
