import { expect, test } from 'vitest'
import type { HttpDeps } from '../../../../../server/app/http/http-deps.ts'
import { createHttpHandler } from '../../../../../server/app/http/http-handler.ts'
import { guestsOnly } from '../../../../../server/app/identity/login-methods.ts'
import { Sessions } from '../../../../../server/app/identity/sessions.ts'
import { originPolicy } from '../../../../../server/core/origin.ts'
import { memoryLog } from '../../../../../server/open-log.ts'
import type { HttpRequest, HttpResponse } from '../../../../../server/ports/transport.ts'
import { peopleParts } from '../../../../support/people-parts.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

function setUp(changes: Partial<HttpDeps> = {}) {
  const clock = new VirtualClock()
  let n = 0
  const random = { id: () => `id${++n}`, token: () => `token${++n}` }
  const sessions = new Sessions(clock, random, { cap: 3 })
  const answered: string[] = []
  const log: string[] = []
  const say = (fields: object, message: string) => log.push(`${JSON.stringify(fields)} ${message}`)
  const deps: HttpDeps = {
    sessions,
    logins: guestsOnly(sessions),
    people: peopleParts(sessions, memoryLog({ clock, random, log: SILENT, onFault() {} }), clock, random),
    assets: new Map(),
    origins: originPolicy(undefined, []),
    basePath: '',
    trustedProxies: [],
    loginRate: { burst: 60, perSecond: 0.5 },
    metrics: {
      httpAnswered: (route, status) => answered.push(`${route} ${status}`),
      expose: async () => ({ contentType: 'text/plain', text: '' }),
    },
    metricsToken: undefined,
    status: () => 'ready',
    open: () => ({ text() {}, binary() {}, closed() {} }),
    clock,
    logger: { debug: say, info: say, warn: say, error: say },
    ...changes,
  }
  return { handler: createHttpHandler(deps), clock, answered, log }
}

function request(method: string, path: string, body = '', headers: Record<string, string> = {}): HttpRequest {
  const all = new Map(Object.entries({ host: 'localhost', 'content-type': 'application/json', ...headers }))
  return { method, path, query: '', headers: all, address: '127.0.0.1', body: new TextEncoder().encode(body) }
}

const codeOf = (response: HttpResponse) => [response.status, JSON.parse(String(response.body)).error.code]
const login = (name: string) => request('POST', '/login', JSON.stringify({ username: name }))

test('[HT7] while it drains it is not ready and takes no logins and no sockets, but logouts', async () => {
  const { handler } = setUp({ status: () => 'draining' })
  expect(codeOf(await handler.request(request('GET', '/readyz')))).toEqual([503, 'unavailable'])
  expect(codeOf(await handler.request(login('Ana')))).toEqual([503, 'unavailable'])
  expect(codeOf(await handler.request(request('POST', '/logout')))).toEqual([401, 'unauthorized'])
  const upgrade = handler.upgrade(request('GET', '/ws'))
  expect(upgrade.accept ? undefined : codeOf(upgrade.response)).toEqual([503, 'unavailable'])
  expect((await handler.request(request('GET', '/healthz'))).status).toBe(200)
})

test('[HT7] while the store is down it is not ready, but logins go on', async () => {
  const { handler } = setUp({ status: () => 'unavailable' })
  expect(codeOf(await handler.request(request('GET', '/readyz')))).toEqual([503, 'unavailable'])
  expect((await handler.request(login('Ana'))).status).toBe(200)
})

test('[HT1] when no more logins fit, the answer is 503 with a time to wait', async () => {
  const { handler } = setUp()
  for (const name of ['A1', 'B1', 'C1']) expect((await handler.request(login(name))).status).toBe(200)
  const full = await handler.request(login('D1'))
  expect(codeOf(full)).toEqual([503, 'unavailable'])
  expect(full.headers['Retry-After']).toBe('60')
})

test('[HT12] after 60 logins at once an address has one each two seconds', async () => {
  const { handler, clock } = setUp()
  const attempt = async () => (await handler.request(login(''))).status
  for (let i = 0; i < 60; i++) expect(await attempt()).toBe(400)
  const refused = await handler.request(login(''))
  expect([refused.status, refused.headers['Retry-After']]).toEqual([429, '2'])
  clock.advance(1_999)
  expect(await attempt()).toBe(429)
  clock.advance(1)
  expect(await attempt()).toBe(400)
  expect(await attempt()).toBe(429)
})

test('[HT12] a refused origin costs nobody an attempt', async () => {
  const { handler } = setUp({ loginRate: { burst: 1, perSecond: 1 } })
  const evil = request('POST', '/login', '', { origin: 'http://evil.example' })
  for (let i = 0; i < 5; i++) expect(codeOf(await handler.request(evil))).toEqual([403, 'origin_refused'])
  expect((await handler.request(login('Ana'))).status).toBe(200)
})

test('[HT8] answers are counted by route, never by what a client wrote', async () => {
  const { handler, answered } = setUp()
  for (const path of ['/logout', '/made-up', '/other?']) await handler.request(request('GET', path))
  expect(answered).toEqual(['logout 405', 'none 404', 'none 404'])
})

test('[HT8] the log has no paths, names or tokens', async () => {
  const { handler, log } = setUp()
  await handler.request(login('Ana'))
  await handler.request(
    request('POST', '/logout', '', { authorization: 'Bearer secret', cookie: 'chat_session=secret' }),
  )
  await handler.request(request('GET', '/secret'))
  expect(log).toHaveLength(3)
  expect(log.join()).not.toMatch(/secret|Ana|token\d/)
})

test('[OR6] what an origin header holds cannot forge the message', async () => {
  const { handler } = setUp()
  const origin = `http://evil.example"\r\n\u202E${'x'.repeat(9_000)}`
  const refused = await handler.request(request('POST', '/login', '', { origin }))
  const { message } = JSON.parse(String(refused.body)).error
  expect(message).toMatch(/^[\x20-\x7E]{1,700}$/)
})
