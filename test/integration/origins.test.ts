import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const cookieOf = (headers: { 'set-cookie'?: string[] | undefined }) => headers['set-cookie']?.[0] ?? ''
const tokenOf = (cookie: string) => /^[^=]+=([^;]*)/.exec(cookie)?.[0] ?? ''

describe.each(['uws', 'ws'] as const)('origins over %s', transport => {
  let server: StartedServer
  let n = 0
  const name = () => `${transport} ${++n}`

  beforeAll(async () => {
    server = await startServer({
      transport,
      noLimits: true,
      origins: ['https://shop.example', 'https://*.shops.example'],
    })
  })
  afterAll(() => server.close())

  const upgrade = async (headers: Record<string, string>) => {
    const socket = await openSocket(server.wsUrl, { headers })
    return socket
  }

  test.each([
    'https://evil.example',
    'null',
    'http://localhost:1',
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shops.example',
    'https://*.shops.example',
    '',
  ])('[OR4] pages of %j are refused, and can read why', async origin => {
    const login = await askLogin(server.url, name(), { origin })
    expect([login.status, login.json.error.code]).toEqual([403, 'origin_refused'])
    expect(login.json.error.message).toContain('--origins')
    expect(login.headers['access-control-allow-origin']).toBe('*')
    expect(login.headers['access-control-allow-credentials']).toBeUndefined()
    expect(login.headers['set-cookie']).toBeUndefined()
    const logout = await ask(`${server.url}/logout`, { method: 'POST', headers: { origin } })
    expect([logout.status, logout.json.error.code]).toEqual([403, 'origin_refused'])
  })

  test('[OR130] a page below a listed host may log in, log out and open a socket', async () => {
    const origin = 'https://one.of.shops.example'
    const login = await askLogin(server.url, name(), { origin })
    expect([login.status, login.headers['access-control-allow-origin']]).toEqual([200, '*'])
    expect(login.headers['set-cookie']).toBeUndefined()
    const socket = await upgrade({ origin })
    socket.send({ type: 'connect', ref: 1, token: login.json.token, rooms: [{ room: 'lobby' }] })
    expect(await socket.next(({ ref }) => ref === 1)).toMatchObject({ type: 'ok' })
    const headers = { origin, authorization: `Bearer ${login.json.token}` }
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(204)
    socket.socket.terminate()
  })

  test('[OR4] a refused origin cannot log anyone out, and starts no session', async () => {
    const ana = name()
    const { json } = await askLogin(server.url, ana)
    const headers = { origin: 'https://evil.example', authorization: `Bearer ${json.token}` }
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(403)
    const bob = name()
    await askLogin(server.url, bob, { origin: 'https://evil.example' })
    expect((await askLogin(server.url, bob)).status).toBe(200)
    expect((await askLogin(server.url, ana)).status).toBe(409)
  })

  test('[OR6] a socket of a refused origin is accepted, told why and closed with 4503', async () => {
    const socket = await upgrade({ origin: 'https://evil.example' })
    expect(socket.socket.protocol).toBe('chat.v1')
    expect(await socket.closed).toEqual({ code: 4503, reason: 'origin refused' })
    expect(socket.received).toEqual([
      {
        type: 'disconnect',
        code: 4503,
        reason: expect.stringContaining('--origins https://evil.example'),
        retryable: false,
      },
    ])
  })

  test('[OR6] a refused socket that talks at once is not heard', async () => {
    const { token } = (await askLogin(server.url, name())).json
    const socket = await upgrade({ origin: 'https://evil.example' })
    socket.send({ type: 'connect', ref: 1, token })
    expect((await socket.closed).code).toBe(4503)
    expect(socket.received).toHaveLength(1)
  })

  test.each([{}, { origin: 'https://shop.example' }])(
    '[OR1] a program and a listed origin are served: %j',
    async headers => {
      const login = await askLogin(server.url, name(), headers)
      expect([login.status, login.headers['access-control-allow-origin']]).toEqual([200, '*'])
      expect(login.headers['set-cookie']).toBeUndefined()
      const socket = await upgrade(headers)
      socket.send({ type: 'connect', ref: 1, token: login.json.token })
      expect(await socket.next(frame => frame.ref === 1)).toMatchObject({ type: 'ok', user: login.json.user })
      socket.socket.close()
      const authorization = `Bearer ${login.json.token}`
      expect(
        (await ask(`${server.url}/logout`, { method: 'POST', headers: { ...headers, authorization } })).status,
      ).toBe(204)
    },
  )

  test('[OR7] a page of the own origin gets a cookie that connects and logs out by itself', async () => {
    const origin = server.url
    const login = await askLogin(server.url, name(), { origin })
    const cookie = cookieOf(login.headers)
    expect(cookie).toMatch(/^chat_session=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    const headers = { origin, cookie: `other=1; ${tokenOf(cookie)}` }
    const socket = await upgrade(headers)
    socket.send({ type: 'connect', ref: 1 })
    expect(await socket.next(frame => frame.ref === 1)).toMatchObject({ type: 'ok', user: login.json.user })
    const logout = await ask(`${server.url}/logout`, { method: 'POST', headers })
    expect([logout.status, cookieOf(logout.headers)]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect(await socket.closed).toMatchObject({ code: 4501 })
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(401)
  })

  test.each([{}, { origin: 'https://shop.example' }])('[OR7] the cookie counts for nobody else: %j', async headers => {
    const login = await askLogin(server.url, name(), { origin: server.url })
    const withCookie = { ...headers, cookie: tokenOf(cookieOf(login.headers)) }
    const socket = await upgrade(withCookie)
    socket.send({ type: 'connect', ref: 1 })
    expect(await socket.closed).toMatchObject({ code: 4501 })
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers: withCookie })).status).toBe(401)
  })

  test.each([
    ['a name that leads here', { origin: 'http://evil.example', host: 'evil.example' }],
    ['a forged host', { origin: 'http://evil.example', host: '127.0.0.1' }],
    ['two origins', { origin: 'https://shop.example, https://evil.example' }],
  ])('[OR2] %s is not the own origin', async (_kind, headers) => {
    expect((await askLogin(server.url, name(), headers)).status).toBe(403)
  })
})

describe.each(['uws', 'ws'] as const)('a public URL over %s', transport => {
  test('[OR3] is the own origin, with a cookie for https alone', async () => {
    const server = await startServer({ transport, publicUrl: 'https://chat.example' })
    const own = { origin: 'https://chat.example', host: 'chat.example' }
    const login = await askLogin(server.url, 'Ana', own)
    expect(cookieOf(login.headers)).toMatch(/^__Host-chat_session=[\w-]+; .*; Secure$/)
    expect((await askLogin(server.url, 'Bob', { origin: server.url })).status).toBe(403)
    const socket = await openSocket(server.wsUrl, { headers: { ...own, cookie: tokenOf(cookieOf(login.headers)) } })
    socket.send({ type: 'connect', ref: 1 })
    expect(await socket.next(frame => frame.ref === 1)).toMatchObject({ type: 'ok', user: login.json.user })
    await server.close()
  })

  test.each(['', '/chat'])('[OR140] with a path is served by a proxy that asks below "%s"', async asked => {
    const server = await startServer({ transport, publicUrl: 'https://example.com/chat' })
    const own = { origin: 'https://example.com', host: 'example.com' }
    const login = await askLogin(server.url + asked, 'Ana', own)
    expect(login.status).toBe(200)
    expect(cookieOf(login.headers)).toMatch(/^__Secure-chat_session=[\w-]+; .*Path=\/chat; .*; Secure$/)
    const cookie = tokenOf(cookieOf(login.headers))
    const address = server.wsUrl.replace('/ws', `${asked}/ws`)
    const socket = await openSocket(address, { headers: { ...own, cookie } })
    socket.send({ type: 'connect', ref: 1 })
    expect(await socket.next(frame => frame.ref === 1)).toMatchObject({ type: 'ok', user: login.json.user })
    for (const path of ['/healthz', '/readyz']) expect((await ask(server.url + asked + path)).status).toBe(200)
    expect((await ask(`${server.url}${asked}/none`)).status).toBe(404)
    const logout = await ask(`${server.url}${asked}/logout`, { method: 'POST', headers: { ...own, cookie } })
    expect([logout.status, cookieOf(logout.headers)]).toEqual([204, expect.stringContaining('Path=/chat;')])
    await server.close()
  })

  test('[OR140] the path alone leads to its folder, what only begins like it is nothing', async () => {
    const server = await startServer({ transport, publicUrl: 'https://example.com/chat' })
    const folder = await ask(`${server.url}/chat`)
    expect([folder.status, folder.headers.location]).toEqual([308, '/chat/'])
    for (const path of ['/chatter', '/chat2/healthz', '/chat/chat/healthz', '/chat//healthz', '/CHAT/healthz']) {
      expect((await ask(server.url + path)).status).toBe(404)
    }
    expect((await ask(`${server.url}/chat`, { method: 'POST' })).status).toBe(405)
    await server.close()
  })

  test('[OR4] a star serves every origin, and gives none of them a cookie', async () => {
    const server = await startServer({ transport, origins: ['*'] })
    for (const origin of ['https://evil.example', 'null']) {
      const login = await askLogin(server.url, `of ${origin.slice(0, 5)}`, { origin })
      expect([login.status, login.headers['set-cookie']]).toEqual([200, undefined])
    }
    await server.close()
  })
})
