import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Limits } from '../../sdk/protocol/limits.ts'
import type { Message, User } from '../../sdk/protocol/records.ts'
import { RecentTexts } from '../core/recent-texts.ts'
import { messageOf } from './message-of.ts'

const users = new WeakMap<User, string>()

function encodeUser(user: User): string {
  return remembered(users, user, JSON.stringify)
}

/** Of messages that are read back again and again, however many there are in memory. */
const ENCODED_BYTES = 8 * 1_048_576
const messages = new RecentTexts<Message>(ENCODED_BYTES)

/** As it happens. Most events are never read back, and remembering takes longer than writing. */
export function encodeNews(event: DurableEvent): string {
  return typed(event, write(event))
}

/** One that is read back: once for each event, however many come back for it. */
export function encodeEvent(event: DurableEvent): string {
  return typed(event, encodeMessage(messageOf(event)))
}

/** The same without `type`, as it stands in a page. */
export function encodeMessage(message: Message): string {
  return messages.of(message, write)
}

/** What a message takes in a list on the wire, in bytes of UTF-8. */
export function wireBytes(message: Message): number {
  return Buffer.byteLength(encodeMessage(message)) + 1
}

function typed({ type }: DurableEvent, message: string): string {
  return `{"type":"${type}",${message.slice(1)}`
}

function remembered<T extends object>(known: WeakMap<T, string>, of: T, make: (of: T) => string): string {
  const before = known.get(of)
  if (before !== undefined) return before
  const text = make(of)
  known.set(of, text)
  return text
}

/** By template, since this runs once for every message. */
function write({ room, seq, id, cid, user, text, sentAt, deleted }: Message): string {
  const names = `"room":"${room}","seq":${seq},"id":${JSON.stringify(id)},"cid":${JSON.stringify(cid)}`
  const end = deleted === undefined ? '' : `,"deleted":${deleted}`
  return `{${names},"user":${encodeUser(user)},"text":${JSON.stringify(text)},"sentAt":${sentAt}${end}}`
}

const limitsJson = new WeakMap<Limits, string>()

/** The same for every connection. */
export function encodeLimits(limits: Limits): string {
  return remembered(limitsJson, limits, JSON.stringify)
}

/** `fields`: those of an encoded object, without its braces; they stand behind `type` and `ref`. */
export function encodeOk(ref: number, fields: string): string {
  return fields === '' ? `{"type":"ok","ref":${ref}}` : `{"type":"ok","ref":${ref},${fields}}`
}

export function encodeError(ref: number | undefined, refusal: Refusal): string {
  return JSON.stringify({ type: 'error', ref, ...refusal })
}
