import { type Answer, refusalAnswer } from './http-answer.ts'

export type Handshake =
  | { kind: 'none' }
  | { kind: 'bad'; answer: Answer }
  | { kind: 'good'; key: string; offered: string[] }

// one of the names in a list
const UPGRADE = /(?:^|,)[ \t]*upgrade[ \t]*(?:,|$)/i
const WEBSOCKET = /(?:^|,)[ \t]*websocket[ \t]*(?:,|$)/i
const KEY = /^[+/0-9A-Za-z]{22}==$/
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Reads an opening handshake, before the application hears of it. `none`: an ordinary request. */
export function checkHandshake(method: string, headers: ReadonlyMap<string, string>): Handshake {
  if (!UPGRADE.test(headers.get('connection') ?? '') || !WEBSOCKET.test(headers.get('upgrade') ?? '')) {
    return { kind: 'none' }
  }
  if (method !== 'GET') return bad('A WebSocket handshake is a GET request.')
  if (headers.get('sec-websocket-version') !== '13') {
    const message = 'This server speaks version 13 of WebSocket.'
    return { kind: 'bad', answer: refusalAnswer(426, 'bad_request', message, { 'Sec-WebSocket-Version': '13' }) }
  }
  const key = headers.get('sec-websocket-key') ?? ''
  if (!KEY.test(key)) return bad('The header sec-websocket-key must be 16 bytes in base64.')
  const offered =
    headers
      .get('sec-websocket-protocol')
      ?.split(',')
      .map(name => name.trim()) ?? []
  if (offered.some(name => !TOKEN.test(name)) || new Set(offered).size !== offered.length) {
    return bad('The header sec-websocket-protocol must list different names.')
  }
  return { kind: 'good', key, offered }
}

function bad(message: string): Handshake {
  return { kind: 'bad', answer: refusalAnswer(400, 'bad_request', message) }
}
