import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { clientFrame, OPCODE } from '../support/server-kit/client-frame.ts'
import { rawPeer } from '../support/server-kit/raw-peer.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

const text = (payload: string | Uint8Array) => clientFrame({ opcode: OPCODE.text, payload })

/** What is left in memory when everything else is collected. */
function livingBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

describe.for(TRANSPORTS)('sockets over $name', kind => {
  describe.skipIf(!kind.runs)('frames', () => {
    test('[TR25] text travels both ways unchanged', async () => {
      const running = await Running.start(kind, { onText: ({ peer }, got) => peer.send(got) })
      const texts = ['plain', '', 'hällo 😀 \u0000', '\ufeffmark', 'x'.repeat(126), 'y'.repeat(65_536), '{"a":[1]}']
      const client = await WsClient.open(running.url)
      for (const each of texts) client.ws.send(each)
      expect(await client.received(texts.length)).toEqual(texts)
      expect((await running.socket(0)).texts).toEqual(texts)
    })

    test('[TR26] half a surrogate pair arrives as a replacement character and ends nothing', async () => {
      const running = await Running.start(kind, { onOpen: ({ peer }) => peer.subscribe('t') })
      const client = await WsClient.open(running.url)
      const { peer } = await running.socket(0)
      peer.send('a\ud800b')
      running.transport.publish('t', '\udc00c')
      expect(await client.received(2)).toEqual(['a\ufffdb', '\ufffdc'])
    })

    test('[TR27] a binary frame is told as such, without its bytes', async () => {
      const running = await Running.start(kind)
      const client = await WsClient.open(running.url)
      client.ws.send(Buffer.from([1, 2]))
      client.ws.send('after')
      const seen = await running.socket(0)
      await until('the text behind it', () => seen.texts.length === 1)
      expect(seen.binaries).toBe(1)
    })

    test('[TR28] fragments are joined, with control frames in between, also when they come byte by byte', async () => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      const bytes = Buffer.concat([
        clientFrame({ opcode: OPCODE.text, payload: 'hä'.slice(0, 1), last: false }),
        clientFrame({ opcode: OPCODE.continuation, payload: Buffer.from('ä').subarray(0, 1), last: false }),
        clientFrame({ opcode: OPCODE.ping, payload: 'p' }),
        clientFrame({ opcode: OPCODE.continuation, payload: Buffer.from('ä').subarray(1) }),
      ])
      for (const byte of bytes) {
        raw.write(Buffer.from([byte]))
        await new Promise(resolve => setImmediate(resolve))
      }
      const { texts } = await running.socket(0)
      await until('the text', () => texts.length > 0)
      expect(texts).toEqual(['hä'])
      await raw.has('\x8a\x01p')
      raw.destroy()
    })

    test('[TR56] a message in thousands of pieces costs no more memory than one in few', async () => {
      const running = await Running.start(kind)
      const peers = await Promise.all(Array.from({ length: 10 }, () => rawPeer(running)))
      const piece = clientFrame({ opcode: OPCODE.continuation, payload: ' ', last: false })
      const start = clientFrame({ opcode: OPCODE.text, payload: ' ', last: false })
      const bytes = Buffer.concat([start, ...Array<Buffer>(16_000).fill(piece), clientFrame({ opcode: OPCODE.ping })])
      const before = livingBytes()
      for (const raw of peers) raw.write(bytes)
      for (const raw of peers) await until('an answer', () => raw.closed || raw.text.includes('\x8a\x00'))
      expect(livingBytes() - before).toBeLessThan(5_000_000)
      for (const raw of peers) raw.destroy()
    })

    test('[TR56] a message in a hundred pieces is read', async () => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      const pieces = Array.from({ length: 100 }, (_, i) =>
        clientFrame({ opcode: i === 0 ? OPCODE.text : OPCODE.continuation, payload: 'x'.repeat(600), last: i === 99 }),
      )
      raw.write(Buffer.concat(pieces))
      const { texts } = await running.socket(0)
      await until('the text', () => texts.length > 0)
      expect(texts).toEqual(['x'.repeat(60_000)])
      raw.destroy()
    })

    test.for([
      ['text that is not UTF-8', text(new Uint8Array([0xff, 0xfe]))],
      ['text that ends in half a character', text(new Uint8Array([0x61, 0xc3]))],
      ['a reserved bit', clientFrame({ opcode: OPCODE.text, payload: 'x', reserved: 0x40 })],
      ['an unknown opcode', clientFrame({ opcode: 3, payload: 'x' })],
      ['a continuation of nothing', clientFrame({ opcode: OPCODE.continuation, payload: 'x' })],
      ['a long ping', clientFrame({ opcode: OPCODE.ping, payload: 'x'.repeat(126) })],
      ['a fragmented ping', clientFrame({ opcode: OPCODE.ping, payload: 'x', last: false })],
    ] as const)('[TR29] %s ends that socket alone and reaches nobody', async ([, bytes]) => {
      const running = await Running.start(kind, { onText: ({ peer }, got) => peer.send(got) })
      const healthy = await WsClient.open(running.url)
      const raw = (await rawPeer(running)).write(bytes)
      const seen = await running.socket(1)
      await until('closed', () => seen.closed.length > 0)
      expect(seen).toMatchObject({ texts: [], binaries: 0, closed: [{ slow: false }] })
      await raw.ended()
      healthy.ws.send('still here')
      expect(await healthy.received(1)).toEqual(['still here'])
    })

    test('[TR30] a frame without a mask is never taken as what it says', async () => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      raw.write(clientFrame({ opcode: OPCODE.text, payload: 'password', masked: false }))
      raw.write(clientFrame({ opcode: OPCODE.close }))
      await until('an end', () => raw.closed || raw.bytes.length > 0)
      raw.destroy()
      const seen = await running.socket(0)
      await until('closed', () => seen.closed.length > 0)
      expect(seen.texts).not.toContain('password')
    })

    test.for([
      ['one frame', [text('x'.repeat(65_537))]],
      ['a length of 2^62', [Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])]],
      [
        'fragments',
        [
          clientFrame({ opcode: OPCODE.text, payload: 'x'.repeat(40_000), last: false }),
          clientFrame({ opcode: OPCODE.continuation, payload: 'x'.repeat(40_000) }),
        ],
      ],
    ] as const)('[TR31] more than a frame may hold, in %s, ends the socket with 1009 or 1006', async ([, frames]) => {
      const running = await Running.start(kind)
      const raw = await rawPeer(running)
      for (const frame of frames) raw.write(frame)
      await raw.ended()
      const afterHandshake = raw.bytes.subarray(raw.bytes.indexOf('\r\n\r\n') + 4)
      if (afterHandshake.length > 0) expect(afterHandshake).toEqual(Buffer.from([0x88, 2, 0x03, 0xf1]))
      const seen = await running.socket(0)
      expect(seen.texts).toEqual([])
      expect(seen.closed).toEqual([{ code: 1006, slow: false }])
    })
  })
})
