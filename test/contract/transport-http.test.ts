import { describe, expect, test } from 'vitest'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'

describe.for(TRANSPORTS)('HTTP over $name', kind => {
  describe.skipIf(!kind.runs)('requests', () => {
    test('[TR1] a request reaches the application whole, and may be kept', async () => {
      const running = await Running.start(kind)
      const url = `http://127.0.0.1:${running.port}/a/b?c=d&e=%20`
      await fetch(url, { method: 'POST', body: 'hällo', headers: { 'X-Two': 'Zwei' } })
      await fetch(`http://127.0.0.1:${running.port}/plain`)
      const [post, get] = running.requests
      expect(post).toMatchObject({ method: 'POST', path: '/a/b', query: 'c=d&e=%20', address: '127.0.0.1' })
      expect(post?.headers.get('x-two')).toBe('Zwei')
      expect(Buffer.from(post?.body ?? []).toString()).toBe('hällo')
      expect(get).toMatchObject({ method: 'GET', path: '/plain', query: '' })
      expect(get?.body).toHaveLength(0)
    })

    test('[TR2] status, headers and body reach the client, text and bytes alike', async () => {
      const bytes = new Uint8Array([0, 255, 10, 13])
      const running = await Running.start(kind, {
        request: ({ path }) => ({
          status: path === '/text' ? 418 : 200,
          headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': '1', 'X-Own': 'a, b' },
          body: path === '/text' ? 'hällo' : bytes,
        }),
      })
      const text = await fetch(`http://127.0.0.1:${running.port}/text`)
      expect(text.status).toBe(418)
      expect(text.headers.get('x-own')).toBe('a, b')
      expect(text.headers.get('content-length')).toBe('6')
      expect(await text.text()).toBe('hällo')
      const binary = await fetch(`http://127.0.0.1:${running.port}/bytes`)
      expect(new Uint8Array(await binary.arrayBuffer())).toEqual(bytes)
    })

    test('[TR2] a large body comes whole, also to a slow reader', async () => {
      const body = Buffer.alloc(20_000_000, 'large body ')
      const running = await Running.start(kind, { request: () => ({ status: 200, headers: {}, body }) })
      const raw = (await RawSocket.open(running.port)).write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      raw.socket.pause()
      await until('the request', () => running.requests.length === 1)
      const other = await fetch(`http://127.0.0.1:${running.port}/`)
      expect(Buffer.compare(Buffer.from(await other.arrayBuffer()), body)).toBe(0)
      raw.socket.resume()
      await until('all of it', () => raw.received >= body.length)
      const { bytes } = raw
      expect(Buffer.compare(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4), body)).toBe(0)
    })

    test('[TR3] HEAD and OPTIONS reach the application as such; a HEAD is answered without the body', async () => {
      const running = await Running.start(kind)
      const raw = await RawSocket.open(running.port)
      raw.write('HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n')
      await raw.has('\r\n\r\n')
      expect(raw.text).toMatch(/content-length: 7/i)
      raw.write('OPTIONS /b HTTP/1.1\r\nHost: x\r\n\r\n')
      await raw.has('OPTIONS /b')
      expect(raw.text).not.toContain('HEAD /a')
      expect(running.requests.map(({ method }) => method)).toEqual(['HEAD', 'OPTIONS'])
    })

    test.for([204, 304])('[TR4] %d has neither a body nor a length', async status => {
      const running = await Running.start(kind, {
        request: ({ path }) => ({ status: path === '/end' ? 200 : status, headers: {}, body: path }),
      })
      const raw = await RawSocket.open(running.port)
      raw.write('GET /none HTTP/1.1\r\nHost: x\r\n\r\n')
      await raw.has('\r\n\r\n')
      expect(raw.text).toContain(`HTTP/1.1 ${status} `)
      expect(raw.text).not.toMatch(/content-length|transfer-encoding|\/none/i)
      raw.write('GET /end HTTP/1.1\r\nHost: x\r\n\r\n')
      await raw.has('/end')
    })

    test('[TR5] an answer may come later, or find its client gone', async () => {
      const waiting: (() => void)[] = []
      const running = await Running.start(kind, {
        request: ({ path }) =>
          new Promise(resolve => waiting.push(() => resolve({ status: 200, headers: { 'X-Late': '1' }, body: path }))),
      })
      const gone = await RawSocket.open(running.port)
      gone.write('GET /gone HTTP/1.1\r\nHost: x\r\n\r\n')
      await until('the first request', () => waiting.length === 1)
      gone.destroy()
      const stays = fetch(`http://127.0.0.1:${running.port}/stays`)
      await until('the second request', () => waiting.length === 2)
      for (const answer of waiting) answer()
      expect(await (await stays).text()).toBe('/stays')
      expect(running.faults).toEqual([])
    })

    test.for([
      [
        'throws',
        () => {
          throw new Error('bug')
        },
      ],
      ['rejects', () => Promise.reject(new Error('bug'))],
      ['answers with a line break in a header', () => ({ status: 200, headers: { 'X-A': 'a\r\nX-Evil: 1' } })],
      ['answers with a name that is none', () => ({ status: 200, headers: { 'X A\n': 'a' } })],
      ['answers with a status that is none', () => Promise.resolve({ status: 99, headers: {} })],
      ['answers with nothing', () => undefined as never],
    ] as const)('[TR6] a handler that %s is a 500, and is reported', async ([, request]) => {
      const running = await Running.start(kind, { request })
      const response = await fetch(`http://127.0.0.1:${running.port}/`)
      expect(response.status).toBe(500)
      expect(response.headers.get('x-evil')).toBe(null)
      expect(await response.json()).toEqual({ error: { code: 'internal', message: expect.stringMatching(/\.$/) } })
      expect(running.faults).toHaveLength(1)
    })

    test('[TR7] a handler that never settles is answered with 503', async () => {
      const running = await Running.start(kind, {
        setup: { answerWithinMs: 50 },
        request: () => new Promise(() => {}),
      })
      const response = await fetch(`http://127.0.0.1:${running.port}/`)
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } })
    })

    test('[TR8] several requests in one packet are answered in order', async () => {
      const running = await Running.start(kind)
      const raw = await RawSocket.open(running.port)
      raw.write(
        'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n' +
          'POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi' +
          'GET /3 HTTP/1.1\r\nHost: x\r\n\r\n',
      )
      await raw.has('GET /3')
      expect(raw.text.match(/(GET|POST) \/\d/g)).toEqual(['GET /1', 'POST /2', 'GET /3'])
      expect(Buffer.from(running.requests[1]?.body ?? []).toString()).toBe('hi')
    })

    test.for(['/now', '/later'])('[TR55] a client that asks for it gets the end of the connection: %s', async path => {
      const response = { status: 200, headers: {}, body: 'bye' }
      const running = await Running.start(kind, {
        request: request => (request.path === '/now' ? response : Promise.resolve(response)),
      })
      const raw = await RawSocket.open(running.port)
      raw.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      await raw.ended(5_000)
      expect(raw.text).toMatch(/\r\n\r\nbye$/)
    })

    test('[TR11] spaces around a header are not part of it', async () => {
      const running = await Running.start(kind)
      const raw = await RawSocket.open(running.port)
      raw.write('GET / HTTP/1.1\r\nHost: x\r\nOrigin: \t http://a \t \r\n\r\n')
      await raw.has('GET /')
      expect(running.requests[0]?.headers.get('origin')).toBe('http://a')
    })

    test('[TR9] a body over the bound is not kept: the application hears of it, and the connection ends', async () => {
      const running = await Running.start(kind, {
        request: ({ body }) => ({ status: body ? 200 : 413, headers: {}, body: String(body?.length) }),
      })
      const url = `http://127.0.0.1:${running.port}/`
      expect(await (await fetch(url, { method: 'POST', body: 'x'.repeat(1_000) })).text()).toBe('1000')
      const large = await fetch(url, { method: 'POST', body: 'x'.repeat(1_001) })
      expect([large.status, large.headers.get('connection')]).toEqual([413, 'close'])
      const huge = await RawSocket.open(running.port)
      huge.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n${'x'.repeat(3_000_000)}`)
      await huge.ended()
      const chunked = await RawSocket.open(running.port)
      const chunk = `3e8\r\n${'y'.repeat(1_000)}\r\n`
      chunked.write(`POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`)
      await chunked.has('HTTP/1.1 413')
      await chunked.ended()
    })

    test('[TR9] who asks before sending what is too large is answered at once', async () => {
      const running = await Running.start(kind, {
        request: ({ body }) => ({ status: body ? 200 : 413, headers: {}, body: 'answered' }),
      })
      const raw = await RawSocket.open(running.port)
      raw.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n')
      await raw.has('HTTP/1.1 413')
      await raw.ended(kind.requestCutMs)
      const small = await RawSocket.open(running.port)
      small.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n')
      if (kind.name === 'ws') await small.has('HTTP/1.1 100')
      small.write('hi')
      await small.has('HTTP/1.1 200')
    })

    test('[TR53] thousands of requests in a packet, whose answers are not read, do not fill memory', async () => {
      const body = 'x'.repeat(30_000)
      const request = () => ({ status: 200, headers: {}, body })
      const running = await Running.start(kind, { request })
      const raw = await RawSocket.open(running.port)
      raw.socket.pause()
      raw.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(40_000))
      await until('the first requests', () => running.requests.length > 10)
      for (let i = 0; i < 50; i++) await (await fetch(`http://127.0.0.1:${running.port}/`)).text()
      expect(running.requests.length).toBeLessThan(3_000)
      raw.destroy()
    })

    test('[TR10] addresses are written in one form', async () => {
      const running = await Running.start(kind, { host: '::' })
      await fetch(`http://127.0.0.1:${running.port}/`)
      await fetch(`http://[::1]:${running.port}/`)
      expect(running.requests.map(({ address }) => address)).toEqual(['127.0.0.1', '::1'])
    })

    test('[TR11] a repeated header is joined, so that no program takes the one line and ours the other', async () => {
      const running = await Running.start(kind)
      const raw = await RawSocket.open(running.port)
      raw.write(
        'GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://a\r\nOrigin: http://b\r\nCookie: a=1\r\ncookie: b=2\r\n\r\n',
      )
      await raw.has('GET /')
      expect(running.requests[0]?.headers.get('origin')).toBe('http://a, http://b')
      expect(running.requests[0]?.headers.get('cookie')).toBe('a=1; b=2')
    })

    test('[TR12] an offer of another protocol is an ordinary request', async () => {
      const running = await Running.start(kind)
      const raw = await RawSocket.open(running.port)
      raw.write('GET /h2 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n')
      await raw.has('GET /h2')
    })
  })
})
