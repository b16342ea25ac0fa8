import type { HttpRefusal, Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { BodyPieces, HttpResponse } from '../../ports/transport.ts'

const PRIVATE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

/** Any page may read the answers; nothing in them depends on credentials that a browser adds by itself. */
export const PUBLIC = { 'Access-Control-Allow-Origin': '*' }

export type Headers = Readonly<Record<string, string>>

export function json(status: number, body: object, headers: Headers = {}): HttpResponse {
  return text(status, 'application/json; charset=utf-8', JSON.stringify(body), headers)
}

export function text(status: number, type: string, body: string, headers: Headers = {}): HttpResponse {
  return { status, headers: { ...PRIVATE, 'Content-Type': type, ...headers }, body }
}

/** A body that is read while it is sent. */
export function pieces(status: number, type: string, body: BodyPieces, headers: Headers = {}): HttpResponse {
  return { status, headers: { ...PRIVATE, 'Content-Type': type, ...headers }, body }
}

export function noContent(headers: Headers = {}): HttpResponse {
  return { status: 204, headers: { ...PRIVATE, ...headers } }
}

/** A refusal as JSON that any page may read, with `Retry-After` in whole seconds. */
export function refuse(status: number, { code, message, retryAfterMs }: Refusal, headers: Headers = {}): HttpResponse {
  const body: HttpRefusal = { error: { code, message, retryAfterMs } }
  const retry = retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }
  return json(status, body, { ...PUBLIC, ...retry, ...headers })
}
