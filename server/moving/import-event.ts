import type { ChangeEvent, RoomEvent } from '../../sdk/protocol/events.ts'
import type { Message, User } from '../../sdk/protocol/records.ts'
import type { ImportedChange, ImportedEvent, ImportedMessage, ImportedRoomEvent } from '../wire/import-line.ts'
import type { ImportRows, Incoming, Reacting } from './import-rows.ts'

/** Who did what an export does not say of whom. */
export const HIDDEN: User = { id: '', name: '' }

/** Those that a message shows of an emoji. */
const SHOWN = 3

/** Adds an event from elsewhere; false: it is here already, or the message that it changes was. */
export function importEvent(rows: ImportRows, incoming: Incoming, event: ImportedEvent): boolean {
  if (!('type' in event)) return importMessage(rows, incoming, event)
  return 'target' in event ? importChange(rows, incoming, event) : importRoomEvent(rows, incoming, event)
}

function importMessage(rows: ImportRows, incoming: Incoming, imported: ImportedMessage): boolean {
  const { room, seq: line = 0, cid, user, sentAt, deleted, by, editedAt, mentions, replyTo, rev, pinned } = imported
  const known = rows.known(imported)
  if (known !== undefined) {
    incoming.note(line, incoming.keeps && known === line ? known : -known)
    return false
  }
  const seq = nextSeq(rows, incoming, line)
  const text = deleted ? '' : imported.text
  const message: Message = { room, seq, id: rows.freeId(imported), cid, user, text, sentAt }
  if (rev !== undefined) message.rev = incoming.keeps ? rev : seq
  if (editedAt !== undefined) message.editedAt = editedAt
  const edited = editedAt === undefined ? 0 : seq
  incoming.note(line, seq)
  if (deleted) {
    rows.addMessage({ message: { ...message, deleted, by: by ?? 'author' }, edited }, [])
    return true
  }
  if (mentions) message.mentions = mentions
  if (replyTo) message.replyTo = quoteOf(rows, incoming, replyTo)
  if (pinned) message.pinned = true
  const reactions = reactionsOf(imported)
  if (reactions.length > 0) message.reactions = reactions.map(shownOf)
  rows.addMessage({ message, edited }, reactions)
  return true
}

function importChange(rows: ImportRows, incoming: Incoming, imported: ImportedChange): boolean {
  const target = incoming.placeOf(imported.target) ?? 0
  if (target <= 0 || rows.known(imported) !== undefined) return false
  const messageId = rows.messageId(target)
  if (messageId === undefined) return false
  const seq = nextSeq(rows, incoming, imported.seq)
  rows.addChange({ ...imported, seq, target, messageId } as ChangeEvent, imported.user ?? HIDDEN)
  rows.revise(target, seq, imported.type === 'message_pinned')
  return true
}

function importRoomEvent(rows: ImportRows, incoming: Incoming, imported: ImportedRoomEvent): boolean {
  if (rows.known(imported) !== undefined) return false
  rows.addChange({ ...imported, seq: nextSeq(rows, incoming, imported.seq) } as RoomEvent, imported.user)
  return true
}

/** That of the line where the room held nothing. */
function nextSeq(rows: ImportRows, { keeps, hasMessages }: Incoming, line: number): number {
  const { head } = rows
  if (!keeps || line <= head) return head + 1
  if (head === 0 || line > head + 1) rows.leap(line, head === 0 || !hasMessages)
  return line
}

/** Of what is not in the lines only the place is known, where places are kept. */
function quoteOf(
  rows: ImportRows,
  incoming: Incoming,
  { messageId, target }: { messageId: string; target: number },
): Message['replyTo'] {
  const seq = Math.abs(incoming.placeOf(target) ?? (incoming.keeps ? target : 0))
  const id = seq > 0 ? rows.messageId(seq) : undefined
  return { messageId: id ?? messageId, target: seq, user: HIDDEN, text: '' }
}

function reactionsOf({ reactions = [] }: ImportedMessage): Reacting[] {
  const byEmoji = new Map<string, Map<string, User>>()
  for (const { emoji, users } of reactions) {
    const people = byEmoji.get(emoji) ?? new Map<string, User>()
    for (const user of users) if (!people.has(user.id)) people.set(user.id, user)
    byEmoji.set(emoji, people)
  }
  return [...byEmoji]
    .filter(([, { size }]) => size > 0)
    .map(([emoji, people]) => ({ emoji, users: [...people.values()] }))
}

function shownOf({ emoji, users }: Reacting) {
  return { emoji, count: users.length, users: users.slice(0, SHOWN) }
}
