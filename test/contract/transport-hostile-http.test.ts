import { describe, expect, test } from 'vitest'
import type { HttpResponse } from '../../server/ports/transport.ts'
import { handshake } from '../support/server-kit/client-frame.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: x\r\n'
const lines = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: 1\r\n`).join('')

async function alive(running: Running): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${running.port}/alive`)
  expect(await response.text()).toBe('GET /alive')
}

describe.for(TRANSPORTS)('hostile HTTP over $name', kind => {
  // at the same time: some wait for the engine to lose its patience
  describe.skipIf(!kind.runs)('requests', { concurrent: true, timeout: 40_000 }, () => {
    test('[TR13] what is no valid request never reaches the application, and its connection ends', async ({
      onTestFinished,
    }) => {
      const running = await Running.start(kind, { onTestFinished })
      const cases = {
        'no HTTP': 'hello\r\n\r\n',
        'another version': 'GET / HTTP/3.7\r\nHost: x\r\n\r\n',
        'no host': 'GET / HTTP/1.1\r\n\r\n',
        'a space in a name': `${GET}X Y: 1\r\n\r\n`,
        'a zero byte': `${GET}X: a\0b\r\n\r\n`,
        'a negative length': `${POST}Content-Length: -1\r\n\r\n`,
        'a length that is no number': `${POST}Content-Length: 1x\r\n\r\n`,
        'two lengths': `${POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
        'a length and chunks': `${POST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        'chunks that are none': `${POST}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
        'two hosts': `${GET}Host: y\r\n\r\n`,
        TLS: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      }
      await Promise.all(
        Object.entries(cases).map(async ([what, bytes]) => {
          const raw = (await RawSocket.open(running.port)).write(bytes)
          await raw.ended(kind.requestCutMs)
          if (raw.text) expect(raw.text, what).toMatch(/^HTTP\/1\.1 (400|505|431) /)
        }),
      )
      expect(running.requests).toEqual([])
      await alive(running)
    })

    test.for([
      ['16 kB in one line', `${GET}X: ${'a'.repeat(16_400)}\r\n\r\n`],
      ['101 lines', `${GET}${lines(101)}\r\n`],
      ['a path of 16 kB', `GET /${'a'.repeat(16_400)} HTTP/1.1\r\nHost: x\r\n\r\n`],
      ['an endless line', `${GET}X: ${'a'.repeat(1_000_000)}`],
      ['16 kB in an upgrade', handshake('/ws', [`X: ${'a'.repeat(16_400)}`])],
    ] as const)(
      '[TR14] headers with %s are refused with 431 or the end of the connection',
      async ([, bytes], { onTestFinished }) => {
        const running = await Running.start(kind, { onTestFinished })
        const raw = (await RawSocket.open(running.port)).write(bytes)
        await raw.ended(kind.requestCutMs)
        if (raw.text) expect(raw.text).toMatch(/^HTTP\/1\.1 (431|400) /)
        expect(running.requests).toEqual([])
        await alive(running)
      },
    )

    test('[TR15] 60 headers of 100 bytes are served', async ({ onTestFinished }) => {
      const running = await Running.start(kind, { onTestFinished })
      const raw = await RawSocket.open(running.port)
      raw.write(`${GET}${Array.from({ length: 60 }, (_, i) => `X-${i}: ${'v'.repeat(90)}\r\n`).join('')}\r\n`)
      await raw.has('GET /')
      expect(running.requests[0]?.headers.get('x-59')).toHaveLength(90)
    })

    test('[TR16] who does not finish a request is cut off in bounded time', async ({ onTestFinished }) => {
      const running = await Running.start(kind, { onTestFinished })
      const starts = [
        '',
        'G',
        GET,
        `${POST}Content-Length: 100\r\n\r\nabc`,
        `${POST}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
      ]
      const still = await Promise.all(starts.map(async start => (await RawSocket.open(running.port)).write(start)))
      const drips = await Promise.all(
        starts.slice(2).map(async start => (await RawSocket.open(running.port)).write(start)),
      )
      const timer = setInterval(() => drips.map(raw => raw.write('a')), 300)
      await Promise.all([...still, ...drips].map(raw => raw.ended(kind.requestCutMs)))
      clearInterval(timer)
      expect(running.requests).toEqual([])
      await alive(running)
    })

    test('[TR17] a request that comes byte by byte is answered or cut off', async ({ onTestFinished }) => {
      const running = await Running.start(kind, { onTestFinished })
      const raw = await RawSocket.open(running.port)
      for (const byte of `${POST}Content-Length: 2\r\n\r\nhi`) {
        raw.write(byte)
        await new Promise(resolve => setImmediate(resolve))
      }
      await until('an answer', () => raw.text !== '' || raw.closed, kind.requestCutMs)
      // uWebSockets.js takes the beginning of a request line for an old version of HTTP
      expect(raw.text).toMatch(kind.name === 'ws' ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 (200|505) /)
      await alive(running)
    })

    test.for([
      ['a handshake', handshake()],
      ['a refused handshake', handshake('/ws', ['Host: y'])],
      ['an offer of HTTP/2', `${GET}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`],
    ] as const)(
      '[TR54] %s in one packet with a request before it does no harm',
      async ([, second], { onTestFinished }) => {
        const answers: (() => void)[] = []
        const request = ({ path }: { path: string }) =>
          path === '/alive'
            ? { status: 200, headers: {}, body: 'GET /alive' }
            : new Promise<HttpResponse>(resolve => answers.push(() => resolve({ status: 200, headers: {} })))
        const running = await Running.start(kind, { onTestFinished, request })
        const raw = (await RawSocket.open(running.port)).write(`${GET}\r\n${second}`)
        // one that waits alone, behind one that was answered
        const late = (await RawSocket.open(running.port)).write(`GET /alive HTTP/1.1\r\nHost: x\r\n\r\n${GET}\r\n`)
        await late.has('GET /alive')
        late.write(second)
        await until('the first request', () => answers.length > 0)
        await alive(running)
        for (const answer of answers) answer()
        for (const { socket } of [raw, late]) socket.end()
        await Promise.all([raw.ended(), late.ended()])
        await alive(running)
        expect(running.faults).toEqual([])
      },
    )

    test('[TR18] clients that vanish in the middle do no harm', async ({ onTestFinished }) => {
      const request = () => Promise.resolve({ status: 200, headers: {} })
      const running = await Running.start(kind, { onTestFinished, request })
      for (const start of [
        GET,
        `${GET}\r\n`,
        `${POST}Content-Length: 9\r\n\r\nabc`,
        handshake(),
        handshake().slice(0, 60),
      ]) {
        const raw = (await RawSocket.open(running.port)).write(start)
        raw.socket.resetAndDestroy()
      }
      const response = await fetch(`http://127.0.0.1:${running.port}/`)
      expect(response.status).toBe(200)
      expect(running.faults).toEqual([])
    })
  })
})
