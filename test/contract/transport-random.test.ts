import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientFrame, handshake } from '../support/server-kit/client-frame.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { until } from '../support/server-kit/until.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

const VALID = [
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello',
  'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  handshake('/ws', ['Sec-WebSocket-Protocol: a, b', 'Origin: http://a']),
].map(text => Buffer.from(text))

const noise = fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes))
const frame = fc
  .record({
    opcode: fc.integer({ min: 0, max: 15 }),
    payload: fc.uint8Array({ maxLength: 300 }),
    last: fc.boolean(),
    masked: fc.boolean(),
    reserved: fc.constantFrom(0, 0, 0, 0x10, 0x40),
  })
  .map(clientFrame)
const mutated = fc
  .tuple(fc.constantFrom(...VALID), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
  .map(([bytes, changes]) => {
    const copy = Buffer.from(bytes)
    for (const [at, byte] of changes) copy[at % copy.length] = byte
    return copy
  })
const script = fc.oneof(
  fc.array(fc.oneof(noise, mutated, frame), { minLength: 1, maxLength: 4 }),
  fc.array(fc.oneof(frame, noise), { minLength: 1, maxLength: 8 }).map(rest => [Buffer.from(handshake()), ...rest]),
)

describe.for(TRANSPORTS)('random bytes to $name', kind => {
  test.skipIf(!kind.runs)('[TR54] whatever bytes come, the others are served', { timeout: 60_000 }, async () => {
    const running = await Running.start(kind, { onText: ({ peer }, got) => peer.send(got) })
    const healthy = await WsClient.open(running.url)
    let echoes = 0
    await fc.assert(
      fc.asyncProperty(script, fc.constantFrom('end', 'reset', 'leave'), async (parts, goodbye) => {
        const raw = await RawSocket.open(running.port)
        for (const part of parts) {
          raw.write(part)
          await new Promise(resolve => setImmediate(resolve))
        }
        healthy.ws.send('still here')
        await healthy.received(++echoes)
        if (goodbye === 'end') raw.socket.end()
        if (goodbye === 'reset') raw.socket.resetAndDestroy()
        else setTimeout(() => raw.destroy(), 20)
      }),
      { numRuns: 400 },
    )
    await until('all but one are gone', () => running.seen.filter(({ closed }) => closed.length === 0).length === 1)
    expect(running.seen.every(({ closed }) => closed.length <= 1)).toBe(true)
    expect(running.faults).toEqual([])
    const response = await fetch(`http://127.0.0.1:${running.port}/alive`)
    expect(await response.text()).toBe('GET /alive')
  })
})
