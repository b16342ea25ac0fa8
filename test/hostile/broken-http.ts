import { handshake } from '../support/server-kit/client-frame.ts'
import type { Dice } from './dice.ts'
import { httpText, request } from './http-text.ts'

const POST = 'POST /login HTTP/1.1'
const HOST = 'Host: localhost'
const JSON_TYPE = 'Content-Type: application/json'
const BODY = Buffer.from('{"username":"x"}')

/** Bytes after which an HTTP server has to end the connection, at the latest when nothing more comes. */
export function brokenHttp(dice: Dice, address: string): Buffer {
  const from = `X-Forwarded-For: ${address}`
  const whole = () => httpText(dice, address, false)
  const post = (lines: string[], body: string | Buffer = BODY) =>
    Buffer.concat([Buffer.from([POST, HOST, JSON_TYPE, from, ...lines, '\r\n'].join('\r\n')), Buffer.from(body)])
  const chunked = (body: string) => post(['Transfer-Encoding: chunked'], body)
  const make = dice.weighted<() => Buffer>([
    [4, () => dice.bytes(1 + dice.int(500))],
    [6, () => damaged(dice, whole())],
    [5, () => whole().subarray(0, 1 + dice.int(200))],
    [2, () => post(['Content-Length: 500'])],
    [2, () => post([`Content-Length: ${dice.pick(['-1', '+5', '1e3', '0x10', '99999999999999999999', '5, 5', ''])}`])],
    [1, () => post(['Content-Length: 16', 'Content-Length: 17'])],
    [2, () => post(['Content-Length: 4', 'Transfer-Encoding: chunked'], '0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n')],
    [1, () => post([`Transfer-Encoding: ${dice.pick(['chunked, identity', 'xchunked', 'chunked, chunked', 'gzip'])}`])],
    [2, () => chunked(`${dice.pick(['FFFFFFFFFFFFFFFF', '-1', 'g', '', '10000000000000000', '80000000'])}\r\nabc\r\n`)],
    [1, () => chunked(`1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`)],
    [1, () => chunked('1\r\nabcdef\r\n0\r\n\r\n')],
    [2, () => request(POST, [HOST, JSON_TYPE, from], Buffer.alloc(4_097 + dice.int(60_000), 'x'), dice.chance(0.5))],
    [1, () => request('GET / HTTP/1.1', [HOST, ...dice.list(101 + dice.int(200), () => 'a: b')], undefined, false)],
    [1, () => request('GET / HTTP/1.1', [HOST, `a: ${'b'.repeat(16_000 + dice.int(60_000))}`], undefined, false)],
    [1, () => request(`GET /${'a'.repeat(16_000 + dice.int(9_000))} HTTP/1.1`, [HOST], undefined, false)],
    [1, () => request('GET / HTTP/1.1', [HOST, 'Host: evil.example'], undefined, false)],
    [
      1,
      () =>
        request(
          'GET / HTTP/1.1',
          [dice.pick([' Host: a', 'Ho st: a', 'Host : a', 'Host', ': a', 'a\0b: c'])],
          undefined,
          false,
        ),
    ],
    [
      2,
      () =>
        Buffer.from(
          dice.pick(['GET /\r\n\r\n', 'GET / HTTP/0.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\n\n\n']),
        ),
    ],
    [1, () => Buffer.from('GET /healthz HTTP/1.1\nHost: localhost\n\n')],
    [1, () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n  folded\r\n\r\n')],
    [
      1,
      () =>
        request(
          `${dice.pick(['CONNECT evil.example:443', 'get /', 'G\u00c9T /', 'GET http://[::1', 'GET *'])} HTTP/1.1`,
          [HOST],
          undefined,
          false,
        ),
    ],
    [1, () => Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), dice.bytes(200)])],
    [4, () => brokenHandshake(dice, from)],
  ])
  return make()
}

function brokenHandshake(dice: Dice, from: string): Buffer {
  const good = handshake('/ws', [from])
  const make = dice.weighted<() => string>([
    [1, () => handshake('/elsewhere', [from])],
    [
      2,
      () =>
        handshake('/ws', [
          from,
          `Sec-WebSocket-Protocol: ${dice.pick(['chat.v2', 'graphql', ',,', 'chat.v1, chat.v1', 'a b'])}`,
        ]),
    ],
    [2, () => handshake('/ws', [from, `Origin: ${dice.pick(['http://evil.example', 'null', '\u00e9'])}`])],
    [
      2,
      () =>
        handshake('/ws', [
          from,
          'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=8; server_no_context_takeover',
        ]),
    ],
    [1, () => handshake('/ws', [from, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='])],
    [1, () => good.replace('Version: 13', `Version: ${dice.pick(['8', '14', '', 'x'])}`)],
    [1, () => good.replace('dGhlIHNhbXBsZSBub25jZQ==', dice.pick(['', 'short', 'x'.repeat(500)]))],
    [1, () => good.replace('GET', dice.pick(['POST', 'HEAD', 'PUT']))],
    [1, () => good.slice(0, dice.int(good.length))],
  ])
  return Buffer.from(make(), 'latin1')
}

function damaged(dice: Dice, whole: Buffer): Buffer {
  const copy = Buffer.from(whole)
  for (let times = 1 + dice.int(4); times > 0; times--) {
    const at = dice.int(Math.min(copy.length, 300))
    copy[at] = dice.pick([0, 10, 13, 32, 58, 127, 128, 255, dice.int(256)])
  }
  return copy
}
