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

/** Of what is read back again and again, however much of it there is in memory. */
const ENCODED_BYTES = 8 * 1_048_576
const messages = new RecentTexts<Message>(ENCODED_BYTES)
const changes = new RecentTexts<DurableEvent>(ENCODED_BYTES)

/** As it happens. Most events are never read back, and remembering takes longer than writing. */
export function encodeNews(event: DurableEvent): string {
  return event.type === 'new_message' ? typed(write(event)) : JSON.stringify(event)
}

/** One that is read back: once for each event, however many come back for it. `own`: the reader's emoji on its message. */
export function encodeEvent(event: DurableEvent, own?: readonly string[]): string {
  return event.type === 'new_message' ? typed(encodeMessage(messageOf(event), own)) : changes.of(event, JSON.stringify)
}

/** The same without `type`, as it stands in a page. */
export function encodeMessage(message: Message, own?: readonly string[]): string {
  return own === undefined ? messages.of(message, write) : write(withOwn(message, own))
}

/** Of one that is encoded here, and not again. */
export function encodeOnce(message: Message): string {
  return write(message)
}

/** It is encoded already. */
export function rememberEncoded(message: Message, text: string): void {
  messages.of(message, () => text)
}

/** What an event or a message takes in a list on the wire, in bytes of UTF-8. */
export function wireBytes(item: DurableEvent | Message): number {
  const text = 'type' in item ? encodeEvent(item) : encodeMessage(item)
  return Buffer.byteLength(text) + 1
}

/** Marks the reactions of its reader, which are all that a message has for one reader alone. */
function withOwn(message: Message, own: readonly string[]): Message {
  const reactions = message.reactions?.map(each => (own.includes(each.emoji) ? { ...each, me: true as const } : each))
  return { ...message, reactions }
}

function typed(message: string): string {
  return `{"type":"new_message",${message.slice(1)}`
}

function remembered<T extends object>(known: WeakMap<T, string>, of: T, make: (of: T) => string): string {
  const before = known.get(of)
  if (before !== undefined) return before
  const text = make(of)
  known.set(of, text)
  return text
}

/** By template, since this runs once for every message. */
function write(message: Message): string {
  const { room, seq, id, cid, user, text, sentAt } = message
  const names = `"room":"${room}","seq":${seq},"id":${JSON.stringify(id)},"cid":${JSON.stringify(cid)}`
  return `{${names},"user":${encodeUser(user)},"text":${JSON.stringify(text)},"sentAt":${sentAt}${writeRest(message)}}`
}

/** What most messages do not have. */
function writeRest(message: Message): string {
  const { rev, editedAt, deleted, by, replyTo, mentions, reactions, pinned } = message
  const some = rev ?? replyTo ?? mentions ?? deleted ?? editedAt ?? reactions ?? pinned ?? by
  if (some === undefined) return ''
  return `,${JSON.stringify({ rev, editedAt, deleted, by, replyTo, mentions, pinned, reactions }).slice(1, -1)}`
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
