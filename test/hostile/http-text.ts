import type { Dice } from './dice.ts'
import { anyField, anyJson, anyString } from './json-text.ts'

const PATHS = ['/login', '/logout', '/', '/ws', '/healthz', '/readyz', '/metrics', '/chat-widget.js']
const NO_PATHS = [
  '/login/',
  '/LOGIN',
  '//login',
  '/../package.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/__proto__',
  '/a?b#c',
]
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE']
const ORIGINS = [
  'null',
  'http://evil.example',
  'https://localhost',
  'http://localhost.evil.example',
  'file://',
  '*',
  '',
]
const HOSTS = [
  'localhost',
  '127.0.0.1',
  '[::1]',
  'evil.example',
  'localhost:99999',
  '127.1',
  '0x7f.1',
  'a@b',
  'a b',
  '',
]
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'text/plain',
  'application/jsonp',
  '',
]
const HONEST_NAMES = ['Honest Ann', 'honest ann', 'H\u043enest Ann', 'Honest  Bob', '\uff28onest Bob']

/** One request that can be read as HTTP/1.1, whatever it asks. `last`: the connection shall end behind the answer. */
export function httpText(dice: Dice, address: string, last: boolean): Buffer {
  const login = dice.chance(0.55)
  const path = login ? '/login' : dice.pick(dice.chance(0.8) ? PATHS : NO_PATHS)
  const method = login && dice.chance(0.95) ? 'POST' : path === '/logout' ? 'POST' : dice.pick(METHODS)
  const body = method === 'POST' || dice.chance(0.1) ? loginBody(dice) : undefined
  const lines = [`Host: ${dice.chance(0.8) ? 'localhost' : dice.pick(HOSTS)}`, ...optionalLines(dice, address)]
  if (dice.chance(login ? 0.9 : 0.3)) lines.push(`Content-Type: ${dice.chance(0.85) ? TYPES[0] : dice.pick(TYPES)}`)
  if (last) lines.push('Connection: close')
  return request(`${method} ${path} HTTP/1.1`, lines, body, dice.chance(0.2))
}

export function request(first: string, lines: readonly string[], body: Buffer | undefined, chunked: boolean): Buffer {
  const coding = body && (chunked ? ['Transfer-Encoding: chunked'] : [`Content-Length: ${body.length}`])
  const head = [first, ...lines, ...(coding ?? []), '\r\n'].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), body && chunked ? inChunks(body) : (body ?? Buffer.alloc(0))])
}

function optionalLines(dice: Dice, address: string): string[] {
  const token = () => dice.bytes(24).toString('base64url')
  const junk = () => dice.bytes(dice.int(40)).toString('base64')
  const lines: [number, () => string][] = [
    [0.9, () => `X-Forwarded-For: ${address}`],
    [
      0.05,
      () => `X-Forwarded-For: ${dice.pick(['unknown', '', ', ,', '999.1.1.1', '::1%eth0', '1.2.3.4:99', junk()])}`,
    ],
    [0.25, () => `Origin: ${dice.pick(ORIGINS)}`],
    [
      0.25,
      () =>
        `Cookie: ${dice.pick(['chat_session=', '; ; =', 'chat_session=a; chat_session=b', '__Host-chat_session='])}${token()}`,
    ],
    [
      0.25,
      () => `Authorization: ${dice.pick(['Bearer', 'bearer  ', 'Basic', ''])} ${dice.pick([token(), '', 'a b c'])}`,
    ],
    [0.1, () => `Accept-Encoding: ${dice.pick(['br;q=2', '*;q=0', 'gzip;q=abc', ',,,', 'br, br, br'])}`],
    [0.1, () => `If-None-Match: ${dice.pick(['*', '"x"', 'W/', junk()])}`],
    [0.05, () => `Forwarded: for=${junk()}`],
    [0.03, () => `Access-Control-Request-Method: ${junk()}`],
    [0.01, () => 'Upgrade: h2c\r\nConnection: Upgrade'],
    [0.03, () => `X-${junk().replace(/[^a-z]/gi, '')}a: ${'y'.repeat(dice.int(4_000))}`],
  ]
  return lines.flatMap(([probability, line]) => (dice.chance(probability) ? [line()] : []))
}

function loginBody(dice: Dice): Buffer {
  const make = dice.weighted<() => string>([
    [2, () => `{"username":"guest ${dice.int(1e9)}"}`],
    [2, () => `{"username":${JSON.stringify(dice.pick(HONEST_NAMES))}}`],
    [1, () => `{"username":"${dice.pick(['admin', 'System', 'm0derator', 'everyone'])}"}`],
    [6, () => `{"username":${anyString(dice)}}`],
    [3, () => `{"username":${anyJson(dice)}}`],
    [2, () => `{${dice.list(dice.int(4), () => anyField(dice)).join(',')}}`],
    [3, () => anyJson(dice)],
    [1, () => dice.bytes(dice.int(200)).toString('latin1')],
    [0.5, () => ''],
  ])
  const text = make()
  // Within the server's bound: what goes beyond ends the connection, and is sent alone.
  return Buffer.from(text, dice.chance(0.05) ? 'utf16le' : 'utf8').subarray(0, 4_096)
}

function inChunks(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += 700) {
    const part = body.subarray(at, at + 700)
    parts.push(Buffer.from(`${part.length.toString(16)};a="b"\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}
