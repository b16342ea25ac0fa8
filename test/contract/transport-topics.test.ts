import { describe, expect, test } from 'vitest'
import { clientFrame, handshake, OPCODE } from '../support/server-kit/client-frame.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

/** Small, gathered by the engine, and too large to be gathered: each takes another way. */
const SIZES = [1, 100, 126, 1_000, 16_383, 16_384, 40_000, 65_536, 70_000]

describe.for(TRANSPORTS)('topics over $name', kind => {
  describe.skipIf(!kind.runs)('publishing', () => {
    async function clients(running: Running, count: number): Promise<WsClient[]> {
      const opened: WsClient[] = []
      for (let i = 0; i < count; i++) {
        opened.push(await WsClient.open(running.url))
        await running.socket(i)
      }
      return opened
    }

    test('[TR37] what is published reaches every subscriber of that topic once, whatever its size', async () => {
      const running = await Running.start(kind)
      const [a, b, c] = await clients(running, 3)
      running.seen[0]?.peer.subscribe('t')
      running.seen[1]?.peer.subscribe('t')
      running.seen[1]?.peer.subscribe('t')
      running.seen[2]?.peer.subscribe('other')
      for (const size of SIZES) running.transport.publish('t', `${size} `.padEnd(size, 'ä'))
      for (const { peer } of running.seen) peer.send('end')
      for (const client of [a!, b!]) {
        const got = await client.received(SIZES.length + 1)
        expect(got).toEqual([...SIZES.map(size => `${size} `.padEnd(size, 'ä')), 'end'])
      }
      expect(await c!.received(1)).toEqual(['end'])
    })

    test('[TR38] a peer publishes to the others only, subscribed itself or not', async () => {
      const running = await Running.start(kind)
      const all = await clients(running, 3)
      const [a, b, c] = running.seen.map(({ peer }) => peer)
      a?.subscribe('t')
      b?.subscribe('t')
      a?.publish('t', 'from a')
      c?.publish('t', 'from c')
      c?.publish('nobody', 'x')
      for (const peer of [a, b, c]) peer?.send('end')
      expect(await all[0]!.received(2)).toEqual(['from c', 'end'])
      expect(await all[1]!.received(3)).toEqual(['from a', 'from c', 'end'])
      expect(await all[2]!.received(1)).toEqual(['end'])
    })

    test('[TR39] a peer gets what is sent and published in the order of the calls', async () => {
      const running = await Running.start(kind, { setup: { maxBackpressureBytes: 8_000_000 } })
      const [client] = await clients(running, 1)
      const { peer } = await running.socket(0)
      peer.subscribe('t')
      peer.subscribe('u')
      const expected: string[] = []
      for (let i = 0; i < 300; i++) {
        const text = `${i} `.padEnd(SIZES[(i * 7) % SIZES.length] ?? 1, '.')
        expected.push(text)
        if (i % 3 === 0) peer.send(text)
        else running.transport.publish(i % 3 === 1 ? 't' : 'u', text)
        if (i % 50 === 49) await new Promise(resolve => setImmediate(resolve))
      }
      expect(await client!.received(300)).toEqual(expected)
    })

    test('[TR40] a peer gets nothing that was published before it subscribed, and all until it unsubscribed', async () => {
      const running = await Running.start(kind)
      const [client] = await clients(running, 1)
      const { peer } = await running.socket(0)
      for (const filler of ['', 'x'.repeat(20_000)]) {
        running.transport.publish('t', `before${filler}`)
        peer.subscribe('t')
        running.transport.publish('t', `in${filler}`)
        peer.unsubscribe('t')
        running.transport.publish('t', `after${filler}`)
      }
      peer.unsubscribe('t')
      peer.unsubscribe('never')
      peer.send('end')
      expect((await client!.received(3)).map(text => text.slice(0, 3))).toEqual(['in', 'inx', 'end'])
    })

    test('[TR41] peers may be closed, subscribed and published to from within what a closing peer causes', async () => {
      const running: Running = await Running.start(kind, {
        onOpen: ({ peer }) => peer.subscribe('t'),
        onClosed: () => {
          running.transport.publish('t', 'someone left')
          for (const { peer } of running.seen) peer.close(4001, 'all')
        },
      })
      const all = await clients(running, 20)
      running.seen[7]?.peer.close(4001, 'first')
      for (const client of all) expect((await client.ended()).code).toBe(4001)
      for (const { closed } of running.seen) expect(closed).toEqual([{ code: 4001, slow: false }])
      expect(running.faults).toEqual([])
    })

    test.for(['published', 'sent', 'sent in short'] as const)(
      '[TR42] who does not read what is %s is closed as slow; the others get all of it',
      { timeout: 60_000 },
      async how => {
        const running = await Running.start(kind, { onOpen: ({ peer }) => peer.subscribe('t') })
        const [fast] = await clients(running, 1)
        const slow = (await RawSocket.open(running.port)).write(handshake())
        await slow.has('\r\n\r\n')
        slow.socket.pause()
        const seen = await running.socket(1)
        let sent = 0
        while (seen.closed.length === 0 && sent < 100_000) {
          const text = `${sent++}`.padEnd(how === 'sent in short' ? 200 : 1_000, '.')
          if (how === 'published') {
            running.transport.publish('t', text)
          } else {
            seen.peer.send(text)
            running.seen[0]?.peer.send(text)
          }
          if (sent % 50 === 0) await until('the fast one', () => (fast?.got.length ?? 0) >= sent - 100)
        }
        expect(seen.closed).toEqual([{ code: expect.toBeOneOf([1006, 4002]), slow: true }])
        const got = await fast!.received(sent)
        expect(got.map(text => Number.parseInt(text, 10))).toEqual(got.map((_, i) => i))
        slow.socket.resume()
        await slow.ended()
      },
    )

    test('[TR43] a flood of pings that are not read is no way to fill memory', { timeout: 60_000 }, async () => {
      const running = await Running.start(kind)
      const raw = (await RawSocket.open(running.port)).write(handshake())
      await raw.has('\r\n\r\n')
      raw.socket.pause()
      const seen = await running.socket(0)
      const pings = Buffer.concat(Array(1_000).fill(clientFrame({ opcode: OPCODE.ping, payload: 'p'.repeat(125) })))
      const delivered = () => raw.socket.bytesWritten - raw.socket.writableLength
      while (seen.closed.length === 0 && delivered() < 64_000_000) {
        if (raw.socket.writableLength < 1_000_000) raw.write(pings)
        await new Promise(resolve => setTimeout(resolve, 1))
      }
      expect(seen.closed).toEqual([{ code: expect.toBeOneOf([1006, 4002]), slow: true }])
      raw.destroy()
    })
  })
})
