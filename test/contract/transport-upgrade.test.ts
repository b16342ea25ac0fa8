import { describe, expect, test } from 'vitest'
import { CLOSE } from '../../sdk/protocol/close-codes.ts'
import { clientFrame, handshake, OPCODE } from '../support/server-kit/client-frame.ts'
import { RawSocket } from '../support/server-kit/raw-socket.ts'
import { Running, TRANSPORTS } from '../support/server-kit/transports.ts'
import { WsClient } from '../support/server-kit/ws-client.ts'

describe.for(TRANSPORTS)('upgrades over $name', kind => {
  describe.skipIf(!kind.runs)('handshakes', () => {
    test('[TR19] the application sees the handshake and may refuse it over HTTP', async () => {
      const running = await Running.start(kind, {
        upgrade: () => ({
          accept: false,
          response: { status: 403, headers: { 'Content-Type': 'text/plain' }, body: 'not from there' },
        }),
      })
      const raw = (await RawSocket.open(running.port)).write(handshake('/ws?a=b', ['Origin: http://evil.example']))
      await raw.has('not from there')
      expect(raw.text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
      await raw.ended()
      expect(running.requests[0]).toMatchObject({ method: 'GET', path: '/ws', query: 'a=b', address: '127.0.0.1' })
      expect(running.requests[0]?.headers.get('origin')).toBe('http://evil.example')
    })

    test.for([
      ['no key', handshake().replace(/Sec-WebSocket-Key: .*\r\n/, '')],
      ['a short key', handshake().replace(/Key: .*/, 'Key: abc')],
      ['a key that is no base64', handshake().replace(/Key: .*/, 'Key: !!!!!!!!!!!!!!!!!!!!!!==')],
      ['another version', handshake().replace('Version: 13', 'Version: 12')],
      ['no version', handshake().replace(/Sec-WebSocket-Version: .*\r\n/, '')],
      ['another method', handshake().replace('GET', 'POST')],
      ['a subprotocol that is none', handshake('/ws', ['Sec-WebSocket-Protocol: a b'])],
      ['a subprotocol twice', handshake('/ws', ['Sec-WebSocket-Protocol: a, a'])],
      ['two keys', handshake('/ws', ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='])],
    ] as const)('[TR20] a handshake with %s is refused before the application hears of it', async ([, bytes]) => {
      const running = await Running.start(kind)
      const raw = (await RawSocket.open(running.port)).write(bytes)
      await raw.has('"error"')
      expect(raw.text).toMatch(/^HTTP\/1\.1 (400|426) /)
      await raw.ended(kind.requestCutMs)
      expect(running.requests).toEqual([])
      expect(running.seen).toEqual([])
    })

    test.for([
      ['chosen', 'chat.v1', ['other', 'chat.v1'], 'chat.v1'],
      ['left out', undefined, ['other', 'chat.v1'], ''],
      ['not offered', 'chat.v1', [], ''],
    ] as const)('[TR21] a subprotocol that is %s', async ([, subprotocol, offered, expected]) => {
      const running: Running = await Running.start(kind, {
        upgrade: () => ({ ...running.accept(), subprotocol }) as ReturnType<Running['accept']>,
      })
      const lines = offered.length > 0 ? [`Sec-WebSocket-Protocol: ${offered.join(', ')}`] : []
      const raw = (await RawSocket.open(running.port)).write(handshake('/ws', lines))
      await raw.has('\r\n\r\n')
      expect(raw.text).toMatch(/^HTTP\/1\.1 101 /)
      expect(/sec-websocket-protocol: (.*)\r\n/i.exec(raw.text)?.[1] ?? '').toBe(expected)
      expect(raw.text).not.toMatch(/sec-websocket-extensions/i)
      raw.destroy()
    })

    test('[TR22] an upgrade handler that throws is a 500, and is reported', async () => {
      const running = await Running.start(kind, {
        upgrade: () => {
          throw new Error('bug')
        },
      })
      const raw = (await RawSocket.open(running.port)).write(handshake())
      await raw.has('"internal"')
      expect(raw.text).toMatch(/^HTTP\/1\.1 500 /)
      expect(running.faults).toHaveLength(1)
    })

    test('[TR23] a peer closed while it opens is told so, and `closed` comes once, after `open`', async () => {
      const running = await Running.start(kind, {
        onOpen: ({ peer }) => {
          peer.send('why')
          peer.close(CLOSE.originRefused, 'origin refused')
          peer.send('never')
          peer.close(CLOSE.shutdown, 'never')
        },
      })
      const client = await WsClient.open(running.url)
      expect(await client.ended()).toEqual({ code: 4503, reason: 'origin refused' })
      expect(client.got).toEqual(['why'])
      const { closed } = await running.socket(0)
      expect(closed).toEqual([{ code: 4503, slow: false }])
    })

    test.for(['open', 'text', 'binary', 'closed'] as const)('[TR24] a bug in %s ends that peer alone', async where => {
      const bug = () => {
        throw new Error('bug')
      }
      const running: Running = await Running.start(kind, {
        upgrade: ({ path }) => {
          if (path !== '/bug') return running.accept()
          const events = { text: () => {}, binary: () => {}, closed: () => {} }
          return { accept: true, open: where === 'open' ? bug : () => ({ ...events, [where]: bug }) }
        },
      })
      const healthy = await WsClient.open(running.url)
      const raw = (await RawSocket.open(running.port)).write(handshake('/bug'))
      await raw.has('\r\n\r\n')
      if (where === 'text') raw.write(clientFrame({ opcode: OPCODE.text, payload: 'x' }))
      if (where === 'binary') raw.write(clientFrame({ opcode: OPCODE.binary, payload: 'x' }))
      if (where === 'closed') raw.write(clientFrame({ opcode: OPCODE.close }))
      else await raw.has('\x03\xf3internal error')
      raw.write(clientFrame({ opcode: OPCODE.close }))
      await raw.ended()
      await expect.poll(() => running.faults).toHaveLength(1)
      const { peer } = await running.socket(0)
      peer.send('still here')
      expect(await healthy.received(1)).toEqual(['still here'])
    })
  })
})
