import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import type { TransportHandler } from '../../server/ports/transport.ts'
import { clientFrame, handshake, OPCODE } from '../support/server-kit/client-frame.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, SETUP, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

const nothing: TransportHandler = {
  request: () => ({ status: 200, headers: {} }),
  upgrade: () => ({ accept: false, response: { status: 403, headers: {} } }),
}

describe.for(TRANSPORTS)('the life of $name', kind => {
  describe.skipIf(!kind.runs)('transport', () => {
    const make = (parts: object = {}) => kind.make({ ...SETUP, clock: systemClock, onFault: () => {}, ...parts })

    test.for([
      ['idleTimeoutS', 7],
      ['idleTimeoutS', 0],
      ['idleTimeoutS', 961],
      ['idleTimeoutS', 30.5],
      ['maxFrameBytes', 0],
      ['maxFrameBytes', 2 ** 40],
      ['maxBodyBytes', -1],
      ['maxBackpressureBytes', Number.NaN],
    ] as const)('[TR44] %s = %d is refused in words', ([name, value]) => {
      expect(() => make({ [name]: value })).toThrow(
        new RegExp(`^The transport's ${name} is .*; use a whole number from`),
      )
    })

    test('[TR130] a connection that may not stay is closed at once, and those that are open go on', async () => {
      let full = false
      let asked = 0
      const admits = () => {
        asked++
        return !full
      }
      const running = await Running.start(kind, { setup: { admits } })
      const client = await WsClient.open(running.url)
      const kept = await RawSocket.open(running.port)
      full = true
      const others = await Promise.all(Array.from({ length: 300 }, () => RawSocket.open(running.port)))
      for (const other of others) await other.ended()
      kept.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await kept.has('HTTP/1.1 200')
      client.ws.send('still here')
      await until('its text', () => running.seen[0]?.texts.length === 1)
      full = false
      const late = await WsClient.open(running.url)
      expect([late.end, asked, running.seen.length, running.faults]).toEqual([undefined, 303, 2, []])
      kept.destroy()
    })

    test('[TR45] a port in use, by either transport, is refused in words', async () => {
      const running = await Running.start(kind)
      for (const other of TRANSPORTS.filter(({ runs }) => runs)) {
        const second = other.make({ ...SETUP, clock: systemClock, onFault: () => {} })
        await expect(second.listen('127.0.0.1', running.port, nothing)).rejects.toThrow(
          `Port ${running.port} on 127.0.0.1 is in use: stop the other program or choose another port.`,
        )
        await second.close()
      }
      await expect(running.transport.listen('127.0.0.1', 0, nothing)).rejects.toThrow('in use already')
    })

    test.for([
      ['192.0.2.1', 0, /^This machine does not have the address 192\.0\.2\.1: /],
      ['no such host', 0, /^The host no such host is not known: /],
      ['127.0.0.1', 65_536, /^65536 is no port: /],
      ['127.0.0.1', -1, /^-1 is no port: /],
      ['127.0.0.1', 1.5, /^1\.5 is no port: /],
    ] as const)('[TR46] listening on %s, port %d is refused in words', async ([host, port, sentence]) => {
      const transport = make()
      await expect(transport.listen(host, port, nothing)).rejects.toThrow(sentence)
      await transport.close()
    })

    test('[TR47] after `stopListening` nobody comes in, and who is in stays', async () => {
      const running = await Running.start(kind, { onText: ({ peer }, got) => peer.send(got) })
      const inside = await WsClient.open(running.url)
      running.transport.stopListening()
      running.transport.stopListening()
      await expect(RawSocket.open(running.port)).rejects.toThrow('ECONNREFUSED')
      inside.ws.send('still here')
      expect(await inside.received(1)).toEqual(['still here'])
    })

    test('[TR48] `close` ends everything, tells the application, and frees the port', async () => {
      const running = await Running.start(kind, { port: await freePort(), request: () => new Promise(() => {}) })
      const clients = await Promise.all([1, 2, 3].map(() => WsClient.open(running.url)))
      const idle = await RawSocket.open(running.port)
      const waiting = (await RawSocket.open(running.port)).write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await until('the request', () => running.requests.length === 4)
      const peers = running.seen.map(({ peer }) => peer)
      await running.transport.close()
      await running.transport.close()
      for (const { closed } of running.seen) expect(closed).toEqual([{ code: 1006, slow: false }])
      for (const client of clients) expect((await client.ended()).code).toBe(1006)
      await Promise.all([idle.ended(), waiting.ended()])
      running.transport.publish('t', 'x')
      for (const peer of peers) peer.publish('t', 'x')
      running.transport.stopListening()
      const next = make()
      onTestFinished(() => next.close())
      expect(await next.listen('127.0.0.1', running.port, nothing)).toEqual({ port: running.port })
      expect(running.faults).toEqual([])
    })

    test('[TR49] pings keep a peer that answers; one that is silent is ended', { timeout: 40_000 }, async () => {
      const running = await Running.start(kind, { setup: { idleTimeoutS: 8 } })
      const healthy = await WsClient.open(running.url)
      let pings = 0
      healthy.ws.on('ping', () => pings++)
      const silent = (await RawSocket.open(running.port)).write(handshake())
      const talks = (await RawSocket.open(running.port)).write(handshake())
      const talk = setInterval(() => talks.write(clientFrame({ opcode: OPCODE.pong })), 500)
      onTestFinished(() => clearInterval(talk))
      await silent.ended(20_000)
      await until('a ping', () => pings > 0)
      const silentOnes = running.seen.filter(({ closed }) => closed.length > 0)
      expect(silentOnes.map(({ closed }) => closed)).toEqual([[{ code: 1006, slow: false }]])
      expect([healthy.end, talks.closed]).toEqual([undefined, false])
      // the raw one was pinged too, before it was given up
      expect(silent.text).toContain('\x89')
    })

    test('[TR50] ids of peers are unique', async () => {
      const running = await Running.start(kind)
      for (let i = 0; i < 5; i++) (await WsClient.open(running.url)).ws.close()
      await until('five peers', () => running.seen.length === 5)
      expect(new Set(running.seen.map(({ peer }) => peer.id)).size).toBe(5)
    })
  })
})
