import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { ClientFrame, RequestType } from '../../sdk/protocol/requests.ts'
import { refusal } from '../core/refusal.ts'
import { isRef, WrongField } from './request-fields.ts'
import { isObject, READ_REQUEST } from './requests.ts'

export type Frame = { ok: true; values: unknown[] } | { ok: false; reason: string }

/**
 * The values of one text frame, or why it breaks the protocol. Never throws. What no request says takes longer to parse than
 * to send, so whoever sends much of it is ended.
 */
export function decodeFrame(text: string, batch: number): Frame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'not JSON' }
  }
  const values = Array.isArray(value) ? value : [value]
  if (values.length > batch) return { ok: false, reason: `more than ${batch} objects` }
  const isFair = text.length <= FAIR || text.length <= values.reduce<number>((sum, each) => sum + fairLength(each), 0)
  return isFair ? { ok: true, values } : { ok: false, reason: 'too much that no request says' }
}

/** Characters of a request beside its strings and rooms. */
const FAIR = 2_000
/** Of one room of a `connect`. */
const FAIR_ROOM = 600
const ROOMS = 100
/** Strings that count; no request has as many fields. */
const STRINGS = 20
/** What some programs write as an escape of six characters, others as one or two. */
const ESCAPABLE = /[^ -~]/g

/** How long a request may be. A string is as fast to read as to send, in a field of a later version too. */
function fairLength(value: unknown): number {
  if (!isObject(value)) return FAIR
  const rooms = Array.isArray(value.rooms) ? Math.min(ROOMS, value.rooms.length) : 0
  const strings = Object.values(value)
    .filter(field => typeof field === 'string')
    .slice(0, STRINGS)
  return strings.reduce(
    (sum, text) => sum + 2 * text.length + 4 * (text.match(ESCAPABLE)?.length ?? 0),
    FAIR + rooms * FAIR_ROOM,
  )
}

export type Request =
  | { ok: true; request: ClientFrame }
  | { ok: false; type: RequestType | undefined; ref: number | undefined; refusal: Refusal }

/** One object of a frame as a request, or its refusal. Never throws. */
export function decodeRequest(value: unknown): Request {
  if (!isObject(value)) return bad(undefined, undefined, 'A frame is a JSON object, or an array of objects.')
  const { type, ref: rawRef } = value
  const ref = isRef(rawRef) ? rawRef : undefined
  if (!isRequestType(type)) return bad(undefined, ref, 'The field type does not name a request of chat.v1.')
  try {
    return { ok: true, request: READ_REQUEST[type](value) }
  } catch (error) {
    return bad(type, ref, `${type}: ${error instanceof WrongField ? error.message : 'a field is of a wrong type'}.`)
  }
}

function isRequestType(type: unknown): type is RequestType {
  return typeof type === 'string' && Object.hasOwn(READ_REQUEST, type)
}

function bad(type: RequestType | undefined, ref: number | undefined, message: string): Request {
  return { ok: false, type, ref, refusal: refusal('bad_request', message) }
}
