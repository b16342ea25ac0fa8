import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { ClientFrame, RequestType } from '../../sdk/protocol/requests.ts'
import { refusal } from '../core/refusal.ts'
import { REF, REQUEST_SCHEMAS } from './schemas.ts'

export type Frame = { ok: true; values: unknown[] } | { ok: false; reason: string }

/** The values of one text frame, or why it breaks the protocol. Never throws. */
export function decodeFrame(text: string, batch: number): Frame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'not JSON' }
  }
  if (!Array.isArray(value)) return { ok: true, values: [value] }
  return value.length > batch ? { ok: false, reason: `more than ${batch} objects` } : { ok: true, values: value }
}

export type Request =
  | { ok: true; request: ClientFrame }
  | { ok: false; type: RequestType | undefined; ref: number | undefined; refusal: Refusal }

/** One object of a frame as a request, or its refusal. Never throws. */
export function decodeRequest(value: unknown): Request {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return bad(undefined, undefined, 'A frame is a JSON object, or an array of objects.')
  }
  const { type, ref: rawRef } = value as { type?: unknown; ref?: unknown }
  const ref = REF.safeParse(rawRef).data
  if (!isRequestType(type)) return bad(undefined, ref, 'The field type does not name a request of chat.v1.')
  const parsed = parse(type, value)
  if (parsed === undefined) return bad(type, ref, `${type}: a field is of a wrong type.`)
  if (parsed.success) return { ok: true, request: parsed.data }
  const issue = parsed.error.issues[0]
  const where = issue === undefined ? 'a field' : issue.path.join('.')
  return bad(type, ref, `${type}: ${where.slice(0, 64)} is missing or wrong (${issue?.message ?? ''}).`)
}

/** Undefined where zod throws: it also measures what is no string, like `{"length":{"toString":1}}`. */
function parse(type: RequestType, value: unknown) {
  try {
    return REQUEST_SCHEMAS[type].safeParse(value)
  } catch {
    return undefined
  }
}

function isRequestType(type: unknown): type is RequestType {
  return typeof type === 'string' && Object.hasOwn(REQUEST_SCHEMAS, type)
}

function bad(type: RequestType | undefined, ref: number | undefined, message: string): Request {
  return { ok: false, type, ref, refusal: refusal('bad_request', message) }
}
