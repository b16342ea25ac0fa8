import { type Answer, refusalAnswer } from './http-answer.ts'

/** Header lines of a request. */
export const MAX_HEADERS = 100
const MAX_BYTES = 16_384
const ONCE = new Set(['host', 'content-length', 'transfer-encoding', 'sec-websocket-key', 'sec-websocket-version'])

export type JoinedHeaders = { ok: true; headers: Map<string, string> } | { ok: false; answer: Answer }

/**
 * Header lines as one map; repeated lines are joined, so a repeated `origin` or `authorization` matches nothing. Refuses
 * what is too much, and what lets two programs read one request differently.
 */
export class HeaderLines {
  readonly #headers = new Map<string, string>()
  #count = 0
  #bytes: number
  #refused: Answer | undefined

  /** The bytes of the URL count with those of the headers. */
  constructor(urlLength: number) {
    this.#bytes = urlLength
  }

  /** `name`: in lower case. */
  add(name: string, value: string): void {
    if (this.#refused) return
    this.#bytes += name.length + value.length + 4
    if (++this.#count > MAX_HEADERS || this.#bytes > MAX_BYTES) {
      this.#refused = tooLarge()
      return
    }
    const before = this.#headers.get(name)
    if (before === undefined) this.#headers.set(name, value)
    else if (ONCE.has(name)) this.#refused = bad(`Send the header ${name} once.`)
    else this.#headers.set(name, `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
  }

  joined(): JoinedHeaders {
    const headers = this.#headers
    if (this.#bytes > MAX_BYTES) this.#refused ??= tooLarge()
    if (headers.has('content-length') && headers.has('transfer-encoding')) {
      this.#refused ??= bad('Send content-length or transfer-encoding, not both.')
    }
    return this.#refused ? { ok: false, answer: this.#refused } : { ok: true, headers }
  }
}

function tooLarge(): Answer {
  const sentence = `The request's headers are too large: ${MAX_HEADERS} lines and ${MAX_BYTES} bytes are allowed.`
  return refusalAnswer(431, 'too_large', sentence)
}

function bad(message: string): Answer {
  return refusalAnswer(400, 'bad_request', message)
}
