import { describe, expect, test } from 'vitest'
import { clientFrame, OPCODE } from '../support/server-kit/client-frame.ts'
import { rawPeer } from '../support/server-kit/raw-peer.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

const text = (payload: string) => clientFrame({ opcode: OPCODE.text, payload })

describe.for(TRANSPORTS)('sockets over $name', kind => {
  describe.skipIf(!kind.runs)('closing', () => {
    test.for([
      ['1000', [3, 232], 1000],
      ['4000', [0x0f, 0xa0], 4000],
      ['no code', [], 1005],
      ['a forbidden code', [3, 0xed], 1006],
      ['half a code', [3], undefined],
    ] as const)('[TR32] a client that closes with %s is closed once', async ([, payload, code]) => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      raw.write(clientFrame({ opcode: OPCODE.close, payload: new Uint8Array(payload) }))
      raw.write(text('after the end'))
      await raw.ended()
      const seen = await running.socket(0)
      await until('closed', () => seen.closed.length > 0)
      expect(seen.closed).toHaveLength(1)
      if (code !== undefined) expect(seen.closed).toEqual([{ code, slow: false }])
      expect(seen.texts).toEqual([])
    })

    test('[TR32] a client that closes while it is published to hears its own code', async () => {
      const running = await Running.start(kind, { onOpen: ({ peer }) => peer.subscribe('t') })
      const client = await WsClient.open(running.url)
      const seen = await running.socket(0)
      client.ws.close(1000)
      while (seen.closed.length === 0) {
        running.transport.publish('t', 'x')
        seen.peer.send('y')
        await new Promise(resolve => setImmediate(resolve))
      }
      expect(seen.closed).toEqual([{ code: 1000, slow: false }])
      expect((await client.ended()).code).toBe(1000)
    })

    test('[TR33] a client that vanishes is 1006', async () => {
      const running = await Running.start(kind)
      const reset = await rawPeer(running)
      reset.socket.resetAndDestroy()
      const halfway = (await rawPeer(running)).write(text('hello').subarray(0, 4))
      halfway.socket.end()
      for (const index of [0, 1]) {
        const seen = await running.socket(index)
        await until('closed', () => seen.closed.length > 0)
        expect(seen).toMatchObject({ texts: [], closed: [{ code: 1006, slow: false }] })
      }
    })

    test('[TR34] closing sends what came before, then code and reason; a closed peer ignores every call', async () => {
      const running = await Running.start(kind, { onOpen: ({ peer }) => peer.subscribe('t') })
      const client = await WsClient.open(running.url)
      const { peer, closed } = await running.socket(0)
      peer.send('1')
      running.transport.publish('t', '2')
      peer.close(4001, 'shutdown')
      for (const call of [
        () => peer.send('late'),
        () => peer.subscribe('u'),
        () => peer.unsubscribe('t'),
        () => peer.publish('t', 'late'),
        () => peer.close(4500, 'late'),
        () => running.transport.publish('t', 'late'),
      ]) {
        expect(call).not.toThrow()
      }
      expect(await client.ended()).toEqual({ code: 4001, reason: 'shutdown' })
      expect(client.got).toEqual(['1', '2'])
      await until('closed', () => closed.length > 0)
      expect(closed).toEqual([{ code: 4001, slow: false }])
    })

    test('[TR35] a long reason is cut between characters; a code that may not be sent is refused', async () => {
      const running = await Running.start(kind)
      const client = await WsClient.open(running.url)
      const { peer } = await running.socket(0)
      for (const code of [0, 999, 1005, 1006, 2000, 5000, 4000.5, Number.NaN]) {
        expect(() => peer.close(code, ''), String(code)).toThrow(RangeError)
      }
      peer.close(4000, `a${'ä'.repeat(100)}`)
      expect(await client.ended()).toEqual({ code: 4000, reason: `a${'ä'.repeat(61)}` })
    })

    test('[TR36] a client that does not answer the close frame is let go of', async () => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      const seen = await running.socket(0)
      seen.peer.close(4001, '')
      await until('closed', () => seen.closed.length > 0)
      raw.write(text('too late'))
      await raw.ended(14_000)
      expect(seen.texts).toEqual([])
    })
  })
})
