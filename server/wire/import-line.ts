import { z } from 'zod'
import { CID, DEFAULT_LIMITS, ROOM_NAME, USERNAME_LENGTH } from '../../sdk/protocol/limits.ts'
import { MEMBER_ROLES } from '../../sdk/protocol/policy.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import { checkText } from '../core/message-text.ts'
import { decodeImportEntry, type ImportedEntry } from './import-entry.ts'

const id = z.string().min(1).max(64)
const seq = z.int().positive()
const user = z
  .object({ id, name: z.string().max(USERNAME_LENGTH * 4) })
  .transform(({ id: of, name }) => userOf(of, name))
const room = z.string().regex(ROOM_NAME, 'no name of a room')
const cid = z.string().regex(CID, 'has 1 to 64 of A-Z a-z 0-9 _ -')
const text = z.string()
const by = z.enum(['author', 'moderator'])
const place = { room, seq: seq.optional(), id, cid, user, sentAt: z.int().nonnegative() }

const message = z.object({
  ...place,
  text,
  rev: seq.optional(),
  editedAt: z.int().nonnegative().optional(),
  deleted: z.literal(true).optional(),
  by: by.optional(),
  // 0: what it answers is not known
  replyTo: z.object({ messageId: id, target: z.int().nonnegative() }).optional(),
  mentions: z.array(user).max(100).optional(),
  reactions: z
    .array(z.object({ emoji: id, users: z.array(user).max(100_000) }))
    .max(100)
    .optional(),
  pinned: z.literal(true).optional(),
})

const changed = { ...place, seq, messageId: id, target: seq }
const change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_edited'), ...changed }),
  z.object({
    type: z.literal('message_deleted'),
    ...changed,
    // left out where it is not shown who did it
    user: user.optional(),
    by,
    reason: z.string().max(500).optional(),
  }),
  z.object({
    type: z.literal('reaction'),
    ...changed,
    emoji: z.string().max(64),
    on: z.boolean(),
    count: z.int().nonnegative(),
    users: z.array(user).max(3),
  }),
  z.object({ type: z.literal('message_pinned'), ...changed, on: z.boolean() }),
])

const roomEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('room_changed'),
    ...place,
    seq,
    changes: z.object({
      title: z.string().max(1_000).optional(),
      topic: z.string().max(10_000).optional(),
      slowMs: z.int().nonnegative().optional(),
      write: z.enum(['guest', 'user', 'member']).optional(),
      locked: z.boolean().optional(),
      hideModerators: z.boolean().optional(),
    }),
  }),
  z.object({
    type: z.literal('member_changed'),
    ...place,
    seq,
    member: user,
    role: z.enum([...MEMBER_ROLES, 'none']),
  }),
])

export type ImportedMessage = z.output<typeof message>
export type ImportedChange = z.output<typeof change>
export type ImportedRoomEvent = z.output<typeof roomEvent>
export type ImportedEvent = ImportedMessage | ImportedChange | ImportedRoomEvent

/** What a line of an export can be. */
export type Imported = ImportedEvent | ImportedEntry

/** What came of an import: how many new messages, and new entries of rooms and people. */
export interface ImportedCounts {
  messages: number
  entries: number
}

type Decoded<T = Imported> = { ok: true; value: T } | { ok: false; reason: string }

/** A line of an export: a message as it stands, what changed one, what changed the room, or what is known of rooms and people. Its seq tells what belongs together. */
export function decodeImportLine(line: string): Decoded {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return { ok: false, reason: 'it is not JSON.' }
  }
  const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined
  const entry = decodeImportEntry(json)
  if (entry !== undefined) return decoded(entry)
  if (type === 'room_changed' || type === 'member_changed') return decoded(roomEvent.safeParse(json))
  if (type !== undefined && type !== 'new_message') return decoded(change.safeParse(json))
  const read = decoded(message.safeParse(json))
  if (!read.ok || !('text' in read.value) || read.value.deleted) return read
  const checked = checkText(read.value.text, DEFAULT_LIMITS.messageLength)
  return checked.ok
    ? { ok: true, value: { ...read.value, text: checked.text } }
    : { ok: false, reason: checked.refusal.message }
}

function decoded<T extends Imported>(parsed: z.ZodSafeParseResult<T>): Decoded<T> {
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, reason: `${issue?.path.join('.') || 'it'} is wrong (${issue?.message}).` }
}
