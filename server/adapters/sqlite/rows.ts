import { quoteText } from '../../../sdk/protocol/apply-event.ts'
import type { ChangeEvent, DurableEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { DeletedBy, Message, Quote, Reaction, User } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { editAsItStands } from '../../events/edit-as-it-stands.ts'
import { encodeOnce } from '../../wire/encode.ts'
import type { SqliteRoom } from './rooms.ts'

/** What few messages have, as JSON. */
export interface Extra {
  editedAt?: number | undefined
  /** The seq of the last change of its text. */
  edited?: number | undefined
  by?: DeletedBy | undefined
  mentions?: User[] | undefined
}

export interface MessageRow {
  seq: number
  message_id: string
  user_id: string
  user_name: string
  cid: string
  text: string
  sent_at: number
  rev: number | null
  pinned: number | null
  reply_to: number | null
  reply_id: string | null
  /** As JSON, as it stands in the message. */
  reactions: string | null
  extra: string | null
}

/** With the message that it answers; null: there is none. */
export interface QuotingRow extends MessageRow {
  quoted_user: string | null
  quoted_name: string | null
  quoted_text: string | null
  quoted_extra: string | null
}

export interface ChangeRow {
  seq: number
  type: (ChangeEvent | RoomEvent)['type']
  event_id: string
  user_id: string
  user_name: string
  cid: string
  sent_at: number
  /** 0: it changes no message. */
  target: number
  /** Of the message, or of who it is about. */
  target_id: string
  detail: string | null
  /** Of an edit: what the message says now. */
  text: string | null
  extra: string | null
}

const ROW = 'seq message_id user_id user_name cid text sent_at rev pinned reply_to reply_id reactions extra'.split(' ')

/** One message, without what it answers. */
export const MESSAGE_COLUMNS = ROW.join(', ')

/** Messages with what they answer; `m` is the message. */
export const MESSAGES = `SELECT ${ROW.map(name => `m.${name}`).join(', ')}, q.user_id AS quoted_user,
  q.user_name AS quoted_name, substr(q.text, 1, 140) AS quoted_text, q.extra AS quoted_extra
  FROM messages m LEFT JOIN messages q ON q.room = m.room AND q.seq = m.reply_to`

/** Changes; an edit with what its message says now. */
export const CHANGES = `SELECT c.seq, type, event_id, c.user_id, c.user_name, c.cid, c.sent_at, target, target_id, detail,
  m.text, m.extra
  FROM changes c LEFT JOIN messages m ON c.type = 'message_edited' AND m.room = c.room AND m.seq = c.target`

/** As it stands, without the quote. */
export function messageOf(room: SqliteRoom, row: MessageRow): Message {
  const message = bareMessageOf(room, row)
  if (row.reactions !== null) message.reactions = JSON.parse(row.reactions) as Reaction[]
  return message
}

/** As it stands, encoded; the reactions as they are kept, since they may be most of it. */
export function encodedMessageOf(room: SqliteRoom, row: QuotingRow): string {
  const text = encodeOnce(quoted(room, row, bareMessageOf(room, row)))
  return row.reactions === null ? text : `${text.slice(0, -1)},"reactions":${row.reactions}}`
}

function bareMessageOf(room: SqliteRoom, row: MessageRow): Message {
  const { seq, message_id: id, cid, text, sent_at: sentAt, rev } = row
  const message: Message = {
    room: room.name,
    seq,
    id,
    cid,
    user: userOf(row.user_id, row.user_name),
    text,
    sentAt,
  }
  if (rev !== null) message.rev = rev
  if (row.pinned !== null) message.pinned = true
  if (row.extra !== null) {
    const { editedAt, by, mentions } = extraOf(row.extra)
    if (editedAt !== undefined) message.editedAt = editedAt
    if (by !== undefined) Object.assign(message, { deleted: true, by })
    if (mentions) message.mentions = mentions
  }
  return message
}

export function quotingMessageOf(room: SqliteRoom, row: QuotingRow): Message {
  return quoted(room, row, messageOf(room, row))
}

function quoted(room: SqliteRoom, row: QuotingRow, message: Message): Message {
  if (row.reply_to !== null) message.replyTo = quoteOf(room, row, row.reply_to)
  return message
}

export function changeOf(room: SqliteRoom, row: ChangeRow): ChangeEvent | RoomEvent {
  const { type, seq, event_id: id, cid, sent_at: sentAt, target, target_id: messageId } = row
  const event = { room: room.name, seq, id, cid, user: userOf(row.user_id, row.user_name), sentAt }
  const change = { ...event, messageId, target }
  const detail = JSON.parse(row.detail ?? '{}') as Record<string, never>
  switch (type) {
    case 'message_edited': {
      const { by, mentions } = extraOf(row.extra)
      const gone = by !== undefined || row.text === null || target < room.first
      return editAsItStands({ type, ...change, text: '' }, gone ? undefined : { text: row.text ?? '', mentions })
    }
    case 'message_deleted': {
      const { hidden, ...said } = { hidden: false, ...detail }
      const { user: _, ...unsaid } = change
      return { type, ...(hidden ? unsaid : change), ...{ by: 'author' as const, ...said } }
    }
    case 'reaction':
      return { type, ...change, ...{ emoji: '', on: false, count: 0, users: [], ...detail } }
    case 'message_pinned':
      return { type, ...change, ...{ on: false, ...detail } }
    case 'room_changed':
      return { type, ...event, ...{ changes: {}, ...detail } }
    case 'member_changed': {
      const { name = '', role = 'none' as const } = detail
      return { type, ...event, member: userOf(messageId, name), role }
    }
  }
}

/** What only an event of its type says. */
export function detailOf(event: ChangeEvent | RoomEvent): string | null {
  switch (event.type) {
    case 'message_edited':
      return null
    case 'message_deleted':
      return JSON.stringify({ by: event.by, reason: event.reason, hidden: event.user === undefined || undefined })
    case 'reaction':
      return JSON.stringify({ emoji: event.emoji, on: event.on, count: event.count, users: event.users })
    case 'message_pinned':
      return JSON.stringify({ on: event.on })
    case 'room_changed':
      return JSON.stringify({ changes: event.changes })
    case 'member_changed':
      return JSON.stringify({ name: event.member.name, role: event.role })
  }
}

export function extraOf(json: string | null): Extra {
  return json === null ? {} : (JSON.parse(json) as Extra)
}

/** Of a message as it is held; null: it has nothing of it. */
export function extraJson({ editedAt, by, mentions }: Message, edited: number): string | null {
  const extra: Extra = { editedAt, edited: edited || undefined, by, mentions }
  const json = JSON.stringify(extra)
  return json === '{}' ? null : json
}

export function reactionsJson({ reactions }: Message): string | null {
  return reactions === undefined ? null : JSON.stringify(reactions)
}

/** What it answers may be gone, with or without its place. */
function quoteOf(room: SqliteRoom, row: QuotingRow, target: number): Quote {
  const messageId = row.reply_id ?? ''
  const user = userOf(row.quoted_user ?? '', row.quoted_name ?? '')
  const gone = row.quoted_user === null || target < room.first || extraOf(row.quoted_extra).by !== undefined
  if (gone) return { messageId, target, user, text: '', deleted: true }
  return { messageId, target, user, text: quoteText(row.quoted_text ?? '') }
}

/** Two lists in the order of their seqs as one; `step`: 1 where they rise, -1 where they fall. */
export function* merged<A extends DurableEvent>(one: Iterable<A>, other: Iterable<A>, step: 1 | -1): Generator<A> {
  const rest = other[Symbol.iterator]()
  let next = rest.next()
  for (const event of one) {
    for (; !next.done && (next.value.seq - event.seq) * step < 0; next = rest.next()) yield next.value
    yield event
  }
  for (; !next.done; next = rest.next()) yield next.value
}
