import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askLogin, askRaw } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PAGE = `<!doctype html><title>Chat</title>${'<p>hello</p>'.repeat(200)}`
const SCRIPT = `${'/* hello */'.repeat(500)}export {}`

const folder = temporaryFolder('public')
for (const [name, text] of [
  ['index.html', PAGE],
  ['inline.html', PAGE],
  ['chat-widget.js', SCRIPT],
  ['chat-widget.mjs', SCRIPT],
] as const) {
  writeFileSync(path.join(folder.path, name), text)
  writeFileSync(path.join(folder.path, `${name}.br`), brotliCompressSync(text))
  writeFileSync(path.join(folder.path, `${name}.gz`), gzipSync(text))
}
mkdirSync(path.join(folder.path, 'foreign'))
writeFileSync(path.join(folder.path, 'foreign/index.html'), PAGE)
writeFileSync(path.join(folder.path, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
writeFileSync(path.join(folder.path, 'secret.key'), 'not a public type')
afterAll(() => folder.remove())

describe.each(['uws', 'ws'] as const)('HTTP over %s', transport => {
  let server: StartedServer
  let url: string
  const metricsToken = 'a token of operators'.replaceAll(' ', '-')

  beforeAll(async () => {
    server = await startServer(
      { transport, noLimits: true, metricsToken, trustedProxies: ['127.0.0.2'] },
      { publicFolder: folder.path },
    )
    url = server.url
  })
  afterAll(() => server.close())

  describe('login and logout', () => {
    test('[HT1] a login answers the token, the user and the end', async () => {
      const { status, json, headers } = await askLogin(url, '  Ana   Lee ')
      expect(status).toBe(200)
      expect(json).toEqual({
        token: expect.stringMatching(/^[\w-]{22,}$/),
        user: { id: expect.stringMatching(/^g:[\w-]{8,}$/), name: 'Ana Lee', guest: true },
        expiresAt: expect.any(Number),
      })
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      })
      expect(headers['set-cookie']).toBeUndefined()
      expect(headers['access-control-allow-credentials']).toBeUndefined()
    })

    test.each([
      ['a name that is taken', JSON.stringify({ username: 'Admin' }), 409, 'username_taken'],
      ['a name that is none', JSON.stringify({ username: 'a\u200Bb' }), 400, 'invalid_username'],
      ['an empty name', JSON.stringify({ username: '' }), 400, 'invalid_username'],
      ['a lone surrogate', '{"username":"\\ud83d"}', 400, 'invalid_username'],
      ['no JSON', '{', 400, 'bad_request'],
      ['nothing', '', 400, 'bad_request'],
      ['another value', 'null', 400, 'bad_request'],
      ['an array', '[{"username":"Ana"}]', 400, 'bad_request'],
      ['no name', '{}', 400, 'bad_request'],
      ['a number', '{"username":7}', 400, 'bad_request'],
      ['an object', '{"username":{"toString":"Ana"}}', 400, 'bad_request'],
      ['a prototype', '{"__proto__":{"username":"Ana"}}', 400, 'bad_request'],
      ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'bad_request'],
      ['deep nesting', '['.repeat(2_000), 400, 'bad_request'],
      ['4,097 bytes', `{"username":"${'x'.repeat(4_097)}`, 413, 'too_large'],
      ['a megabyte', 'x'.repeat(1_000_000), 413, 'too_large'],
    ])('[HT1] %s is refused', async (_kind, body, status, code) => {
      const reply = await ask(`${url}/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      expect(reply.status).toBe(status)
      expect(reply.json).toEqual({ error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) } })
      expect(reply.headers['access-control-allow-origin']).toBe('*')
    })

    test.each([
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonx',
      'text/json, application/json',
    ])('[HT1] content type %s is refused', async type => {
      const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type }
      const reply = await ask(`${url}/login`, { method: 'POST', headers, body: '{"username":"Typed"}' })
      expect([reply.status, reply.json.error.code]).toEqual([415, 'unsupported_media_type'])
    })

    test('[HT1] a charset beside the content type is fine', async () => {
      const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' }
      const reply = await ask(`${url}/login`, { method: 'POST', headers, body: '{"username":"Charset","more":1}' })
      expect(reply.status).toBe(200)
    })

    test('[HT2] a logout ends the login once', async () => {
      const { token } = (await askLogin(url, 'Leaver')).json
      const logout = (authorization: string) => ask(`${url}/logout`, { method: 'POST', headers: { authorization } })
      expect((await logout(`bearer ${token}x`)).status).toBe(401)
      const done = await logout(`Bearer ${token}`)
      expect([done.status, done.text, done.headers['access-control-allow-origin']]).toEqual([204, '', '*'])
      const again = await logout(`Bearer ${token}`)
      expect([again.status, again.json.error.code]).toEqual([401, 'unauthorized'])
      expect((await askLogin(url, 'Leaver')).status).toBe(200)
    })

    test.each(['', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer ${'x'.repeat(5_000)}`])(
      '[HT2] the authorization %j is refused',
      async authorization => {
        const reply = await ask(`${url}/logout`, { method: 'POST', headers: { authorization } })
        expect([reply.status, reply.json.error.code]).toEqual([401, 'unauthorized'])
      },
    )

    test('[HT2] a logout closes the sockets of its session with 4501', async () => {
      const { token } = (await askLogin(url, 'Socketed')).json
      const socket = await openSocket(server.wsUrl)
      socket.send({ type: 'connect', ref: 1, token })
      await socket.next(frame => frame.ref === 1)
      await ask(`${url}/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
      expect(await socket.closed).toMatchObject({ code: 4501 })
      expect(socket.received.at(-1)).toMatchObject({ type: 'disconnect', code: 4501, retryable: false })
    })
  })

  describe('files', () => {
    test('[HT3] the page comes with a strict policy and is asked for again each time', async () => {
      const { status, text, headers } = await ask(`${url}/`)
      expect([status, text]).toEqual([200, PAGE])
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        vary: 'Accept-Encoding',
      })
      const policy = String(headers['content-security-policy'])
      for (const directive of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]) {
        expect(policy.split('; ')).toContain(directive)
      }
    })

    test.each(['/chat-widget.js', '/chat-widget.mjs'])('[HT4] %s is for every page', async file => {
      const { status, text, headers } = await ask(url + file, { headers: { origin: 'https://anywhere.example' } })
      expect([status, text]).toEqual([200, SCRIPT])
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=300',
      })
    })

    test('[HT3] each content coding has its bytes, its length and its tag', async () => {
      const get = (coding: string) => ask(`${url}/chat-widget.js`, { headers: { 'Accept-Encoding': coding } })
      const [plain, gzip, br] = await Promise.all([get('identity'), get('gzip'), get('gzip, br')])
      expect(gunzipSync(gzip.bytes).toString()).toBe(SCRIPT)
      expect(brotliDecompressSync(br.bytes).toString()).toBe(SCRIPT)
      expect([plain, gzip, br].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br'])
      expect([plain, gzip, br].map(({ headers }) => Number(headers['content-length']))).toEqual(
        [plain, gzip, br].map(({ bytes }) => bytes.length),
      )
      expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3)
      for (const { headers } of [plain, gzip, br]) expect(headers.etag).toMatch(/^"[\w-]+"$/)
    })

    test('[HT5] a file that the browser has is not sent again', async () => {
      const first = await ask(`${url}/chat-widget.js`, { headers: { 'Accept-Encoding': 'br' } })
      const etag = first.headers.etag ?? ''
      for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const headers = { 'Accept-Encoding': 'br', 'If-None-Match': value }
        const reply = await ask(`${url}/chat-widget.js`, { headers })
        expect([reply.status, reply.bytes.length, reply.headers.etag]).toEqual([304, 0, etag])
        expect(reply.headers).toMatchObject({ vary: 'Accept-Encoding', 'access-control-allow-origin': '*' })
      }
      for (const value of ['"other"', etag.slice(1, -1), '']) {
        const headers = { 'Accept-Encoding': 'br', 'If-None-Match': value }
        expect((await ask(`${url}/chat-widget.js`, { headers })).status).toBe(200)
      }
      const headers = { 'If-None-Match': etag }
      expect((await ask(`${url}/chat-widget.js`, { headers })).status).toBe(200)
    })

    test('[HT3] HEAD says the same without the body', async () => {
      const get = await ask(`${url}/`)
      const head = await ask(`${url}/`, { method: 'HEAD' })
      expect([head.status, head.bytes.length]).toEqual([200, 0])
      for (const name of ['content-length', 'etag', 'content-type', 'content-security-policy'])
        expect(head.headers[name], name).toBe(get.headers[name])
    })

    test('[HT3] other pages and folders are served, with a query too', async () => {
      for (const at of ['/index.html', '/inline.html', '/foreign/', '/?x=1', '/inline.html?y']) {
        expect((await ask(url + at)).status, at).toBe(200)
      }
      expect((await ask(`${url}/icon.svg`)).headers['content-type']).toBe('image/svg+xml')
    })

    test.each([
      '/nothing',
      '/secret.key',
      '/chat-widget.js.br',
      '/foreign',
      '//',
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/foreign/../../package.json',
      '/.env',
      '/constructor',
      '/__proto__',
      '/login/',
      '/LOGIN',
      '/%00',
    ])('[HT6] there is nothing at %s', async at => {
      const reply = await askRaw(server.port, `GET ${at} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      expect(reply).toMatch(/^HTTP\/1\.1 40[04] /)
      expect(reply).toMatch(/"code":"(not_found|bad_request)"/)
    })
  })

  describe('methods', () => {
    test.each([
      ['GET', '/register', 'POST, OPTIONS'],
      ['POST', '/sessions', 'GET, HEAD, OPTIONS'],
      ['GET', '/sessions/one', 'DELETE, OPTIONS'],
      ['HEAD', '/logout', 'POST, OPTIONS'],
      ['PUT', '/login', 'GET, HEAD, POST, OPTIONS'],
      ['POST', '/', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/chat-widget.js', 'GET, HEAD, OPTIONS'],
      ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ])('[HT6] %s %s is not allowed', async (method, at, allow) => {
      const reply = await ask(url + at, { method })
      expect([reply.status, reply.headers.allow]).toEqual([405, allow])
    })

    test.each([
      ['/login', 'GET, POST'],
      ['/logout', 'POST'],
      ['/register', 'POST'],
      ['/password', 'POST'],
      ['/sessions', 'GET'],
      ['/sessions/one', 'DELETE'],
    ])('[OR6] a preflight of %s passes for every origin, without credentials', async (at, methods) => {
      const headers = {
        origin: 'https://anywhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      }
      const reply = await ask(url + at, { method: 'OPTIONS', headers })
      expect(reply.status).toBe(204)
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': methods,
        'access-control-allow-headers': 'authorization, content-type',
      })
      expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
    })
  })

  describe('for operators', () => {
    test('[HT7] health and readiness', async () => {
      expect(
        [await ask(`${url}/healthz`), await ask(`${url}/readyz`)].map(({ status, json }) => [status, json]),
      ).toEqual([
        [200, { status: 'ok' }],
        [200, { status: 'ready' }],
      ])
    })

    test('[HT8] metrics are in Prometheus text and count what happens', async () => {
      const { status, text, headers } = await ask(`${url}/metrics`)
      expect(status).toBe(200)
      expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(text).toMatch(/^chat_http_answers_total\{route="login",status="200"\} [1-9]/m)
      expect(text).toMatch(/^chat_connections \d+$/m)
      expect(text).toMatch(/^chat_sessions [1-9]\d*$/m)
      expect(text).not.toContain('/nothing')
    })

    test.each([
      'forwarded',
      'x-forwarded-for',
      'X-Forwarded-Proto',
      'x-forwarded-host',
      'x-forwarded-port',
      'Via',
      'x-real-ip',
    ])('[HT8] a request that a proxy passed on with %s gets no metrics without the token', async header => {
      const passedOn = { [header]: '127.0.0.1' }
      const reply = await ask(`${url}/metrics`, { headers: passedOn })
      expect([reply.status, reply.json.error.code]).toEqual([403, 'forbidden'])
      const with_ = (token: string) =>
        ask(`${url}/metrics`, { headers: { ...passedOn, authorization: `Bearer ${token}` } })
      expect((await with_(metricsToken)).status).toBe(200)
      for (const token of ['', 'x', `${metricsToken}x`, metricsToken.slice(1)]) {
        expect((await with_(token)).status).toBe(403)
      }
    })

    test.each(['localhost', 'LOCALHOST:5001', '127.0.0.1:80', '127.0.0.1', '[::1]:5001', '192.168.1.7'])(
      '[HT8] a program of this machine gets metrics at the host %s',
      async host => {
        expect((await ask(`${url}/metrics`, { headers: { host } })).status).toBe(200)
      },
    )

    test.each([
      ['a name that was made to lead here', { host: 'evil.com' }],
      ['that name with a port', { host: 'evil.com:5001' }],
      ['a name under localhost', { host: 'evil.localhost' }],
      ['a name that begins with localhost', { host: 'localhost.evil.com' }],
      ['a name with an address in it', { host: '127.0.0.1.nip.io' }],
      ['localhost with a dot', { host: 'localhost.' }],
      ['a page of another origin', { origin: 'https://evil.com' }],
      ['a page of a sandbox', { origin: 'null' }],
      ['a page of its own origin', { origin: 'OWN' }],
    ] as [string, Record<string, string>][])('[HT8] %s gets no metrics without the token', async (_kind, headers) => {
      const sent = headers.origin === 'OWN' ? { origin: url } : headers
      const reply = await ask(`${url}/metrics`, { headers: sent })
      expect([reply.status, reply.text.includes('chat_')]).toEqual([403, false])
      const authorization = `Bearer ${metricsToken}`
      expect((await ask(`${url}/metrics`, { headers: { ...sent, authorization } })).status).toBe(200)
    })
  })

  describe('the upgrade', () => {
    test('[HT10] a client that offers subprotocols must offer chat.v1; one that offers none is served', async () => {
      await expect(openSocket(server.wsUrl, { protocols: ['chat.v2'] })).rejects.toThrow('refused with 400')
      const both = await openSocket(server.wsUrl, { protocols: ['chat.v2', 'chat.v1'] })
      expect(both.socket.protocol).toBe('chat.v1')
      const none = await openSocket(server.wsUrl, { protocols: [] })
      expect(none.socket.protocol).toBe('')
      for (const { socket } of [both, none]) socket.close()
      await Promise.all([both.closed, none.closed])
    })

    test('[HT10] other paths take no sockets, and /ws takes nothing else', async () => {
      for (const at of ['/', '/login', '/ws/', '/wsx', '/WS']) {
        await expect(openSocket(url.replace('http', 'ws') + at), at).rejects.toThrow('refused with 404')
      }
      expect((await ask(`${url}/ws`)).status).toBe(426)
    })
  })

  describe('hostile bytes', () => {
    const login = (headers: string, body: string) =>
      `POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`

    test.each([
      ['no request at all', 'hello\r\n\r\n'],
      ['TLS', '\x16\x03\x01\x02\x00\x01\x00'],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['a header without a colon', 'GET / HTTP/1.1\r\nHost localhost\r\n\r\n'],
      ['a body of two lengths', login('Content-Length: 5\r\nContent-Length: 20', '{"username":"Two"}')],
      ['a negative length', login('Content-Length: -1', '{"username":"Neg"}')],
      ['a length that is no number', login('Content-Length: 1e3', '{"username":"Exp"}')],
      ['both a length and chunks', login('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
      ['chunks that are none', login('Transfer-Encoding: chunked', 'zz\r\nhello\r\n')],
      ['an endless header', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`],
      ['a thousand headers', `GET / HTTP/1.1\r\nHost: localhost\r\n${'a: b\r\n'.repeat(1_000)}\r\n`],
      ['a very long path', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ])('[HT11] %s is refused or cut, and the server goes on', async (_kind, bytes) => {
      const reply = await askRaw(server.port, bytes)
      expect(reply === '' || /^HTTP\/1\.1 [45]\d\d /.test(reply), reply.slice(0, 200)).toBe(true)
      expect((await ask(`${url}/healthz`)).status).toBe(200)
    })

    test('[HT11] a body that arrives in pieces is read as one', async () => {
      const body = '{"username":"Pieces"}'
      const chunks = [...body].map(char => `1\r\n${char}\r\n`).join('')
      const reply = await askRaw(
        server.port,
        login('Transfer-Encoding: chunked\r\nConnection: close', `${chunks}0\r\n\r\n`),
      )
      expect(reply).toMatch(/^HTTP\/1\.1 200 /)
    })

    test('[HT11] half a request that ends is no harm', async () => {
      await Promise.all(
        Array.from({ length: 50 }, () => askRaw(server.port, login('Content-Length: 100', '{"user'), 50)),
      )
      expect((await ask(`${url}/healthz`)).status).toBe(200)
    })
  })
})

describe.each(['uws', 'ws'] as const)('limits over %s', transport => {
  test('[HT12] an address has 60 logins at once, then is told how long to wait', async () => {
    const server = await startServer({ transport, trustedProxies: ['127.0.0.1'] })
    const from = (address: string, n: number) => askLogin(server.url, `user ${n}`, { 'x-forwarded-for': address })
    const replies = await Promise.all(Array.from({ length: 61 }, (_, n) => from('203.0.113.9', n)))
    const refused = replies.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(1)
    expect(refused[0]?.json).toEqual({
      error: { code: 'rate_limited', message: expect.any(String), retryAfterMs: expect.any(Number) },
    })
    const { retryAfterMs } = refused[0]?.json.error ?? {}
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(2_000)
    expect(Number(refused[0]?.headers['retry-after'])).toBe(Math.ceil(retryAfterMs / 1000))
    expect((await from('1.2.3.4, 203.0.113.9', 100)).status).toBe(429)
    expect((await from('203.0.113.10', 101)).status).toBe(200)
    expect((await from('2001:db8::1', 102)).status).toBe(200)
    await server.close()
  })

  test('[HT12] nobody else can choose the address that is counted', async () => {
    const server = await startServer({ transport })
    const replies = await Promise.all(
      Array.from({ length: 61 }, (_, n) => askLogin(server.url, `user ${n}`, { 'x-forwarded-for': `203.0.113.${n}` })),
    )
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(1)
    await server.close()
  })
})
