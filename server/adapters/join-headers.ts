import { type Answer, refusalAnswer } from './http-answer.ts'

const MAX_HEADERS = 100
const MAX_BYTES = 16_384
const ONCE = new Set(['host', 'content-length', 'transfer-encoding', 'sec-websocket-key', 'sec-websocket-version'])

export type JoinedHeaders = { ok: true; headers: Map<string, string> } | { ok: false; answer: Answer }

/**
 * Header lines as one map with lower-case names; repeated lines are joined, so a repeated `origin` or `authorization`
 * matches nothing. Refuses what is too much, and what lets two programs read one request differently.
 */
export function joinHeaders(lines: Iterable<readonly [string, string]>, urlLength: number): JoinedHeaders {
  const headers = new Map<string, string>()
  let count = 0
  let bytes = urlLength
  for (const [rawName, value] of lines) {
    const name = rawName.toLowerCase()
    bytes += name.length + value.length + 4
    if (++count > MAX_HEADERS || bytes > MAX_BYTES) return tooLarge()
    const before = headers.get(name)
    if (before !== undefined && ONCE.has(name)) return bad(`Send the header ${name} once.`)
    headers.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
  }
  if (bytes > MAX_BYTES) return tooLarge()
  if (headers.has('content-length') && headers.has('transfer-encoding')) {
    return bad('Send content-length or transfer-encoding, not both.')
  }
  return { ok: true, headers }
}

function tooLarge(): JoinedHeaders {
  const sentence = `The request's headers are too large: ${MAX_HEADERS} lines and ${MAX_BYTES} bytes are allowed.`
  return { ok: false, answer: refusalAnswer(431, 'too_large', sentence) }
}

function bad(message: string): JoinedHeaders {
  return { ok: false, answer: refusalAnswer(400, 'bad_request', message) }
}
