import { STATUS_CODES } from 'node:http'
import type { ErrorCode } from '../../../sdk/protocol/error-codes.ts'
import type { BodyPieces, HttpResponse } from '../../ports/transport.ts'

/** A response that is safe to write: every field checked, the body as bytes. */
export interface Answer {
  status: number
  reason: string
  /** A name, its value, the next name, and so on. */
  headers: string[]
  body: Uint8Array
  /** Instead of the body: its length is not known. */
  pieces?: BodyPieces | undefined
  /** 204 and 304 have neither a body nor a length. */
  bodyless: boolean
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VALUE = /^[\t\x20-\x7e]*$/
// the engine writes these itself
const OWNED = /^(?:content-length|transfer-encoding|connection|keep-alive|date|upgrade)$/i

/** Throws on a status or header that cannot go on the wire, so that no value can smuggle a line break. */
export function toAnswer(response: HttpResponse): Answer {
  const { status } = response
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new RangeError(`${status} is no HTTP status.`)
  const headers: string[] = []
  for (const name of Object.keys(response.headers)) {
    const value = response.headers[name] as string
    if (!NAME.test(name) || !VALUE.test(value))
      throw new TypeError(`The response header ${JSON.stringify(name)} is not valid.`)
    if (!OWNED.test(name)) headers.push(name, value)
  }
  const bodyless = status === 204 || status === 304
  const answer = { status, reason: STATUS_CODES[status] ?? 'Unknown', headers, bodyless }
  const { body = new Uint8Array() } = response
  if (typeof body === 'object' && 'next' in body) return { ...answer, body: new Uint8Array(), pieces: body }
  return { ...answer, body: typeof body === 'string' ? Buffer.from(body) : body }
}

/** Nobody will read it. */
export function discard({ body }: HttpResponse): void {
  if (typeof body === 'object' && 'next' in body) body.return()
}

/** A refusal that the transport gives by itself, in the shape of every other. */
export function refusalAnswer(
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return toAnswer({
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify({ error: { code, message } }),
  })
}

/** What a client sees of a bug. */
export function internalAnswer(): Answer {
  return refusalAnswer(500, 'internal', 'The server made a mistake. Try again in a moment.')
}
