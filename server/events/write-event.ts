import { applyEvent, quoteText } from '../../sdk/protocol/apply-event.ts'
import type { ChangeEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type { DirectoryRows } from '../directory/directory-rows.ts'
import { addAudit } from '../directory/write-audit.ts'
import type { Content } from '../ports/room-log.ts'
import type { EventWrite, Written } from '../ports/store.ts'
import { eventOf } from './event-of.ts'
import type { EventRows, HeldMessage, KnownEvent } from './event-rows.ts'
import { findKnown, idsOf, type Outcome, repeated } from './known-event.ts'
import { namedPeople } from './named-people.ts'
import { withOtherIds } from './with-other-ids.ts'
import { approve, approvedHold, knownHold, writeHold } from './write-hold.ts'
import { writeRoomEvent } from './write-room-event.ts'

type ContentOf<K extends Content['kind']> = Extract<Content, { kind: K }>
type ChangeContent = Exclude<Content, { kind: 'new_message' | 'room_changed' | 'member_changed' }>

/**
 * Gives an event the next seq of its room and folds it into its message, or into what is known of rooms and people; or says
 * where it is already, or why it cannot be. All of it is decided by the rows, in the transaction that writes them.
 */
export function writeEvent(rows: EventRows, people: DirectoryRows, asked: EventWrite): Outcome {
  const write = withOtherIds(people, asked)
  const outcome = writeContent(rows, people, write)
  const isAdded = !('refused' in outcome) && !outcome.duplicate && outcome.held === undefined
  // whoever deletes an own message does nothing about order
  const isOwn = isAdded && outcome.by === 'author'
  if (write.audit && isAdded && !isOwn) addAudit(people, write.audit)
  return outcome
}

function writeContent(rows: EventRows, people: DirectoryRows, write: EventWrite): Outcome {
  const { content } = write
  if (content.kind === 'new_message') return writeMessage(rows, people, write, content)
  const known = findKnown(rows, write)
  if (known !== undefined) return repeated(known, content)
  if (content.kind === 'room_changed' || content.kind === 'member_changed')
    return writeRoomEvent(rows, people, write, content)
  const held = rows.message(content.messageId)
  return held === undefined ? { refused: 'not_found' } : writeChange(rows, people, write, content, held)
}

function writeMessage(
  rows: EventRows,
  people: DirectoryRows,
  write: EventWrite,
  content: ContentOf<'new_message'>,
): Outcome {
  const { room, formerIds, hold, approves } = write
  const mayWait = hold !== undefined || approves !== undefined || people.hasHolds(room)
  // a repeat is answered whatever has become of what it answers; one of before is not seen by adding it
  if (content.replyTo !== undefined || formerIds !== undefined || mayWait) {
    const known = findKnown(rows, write)
    if (known !== undefined) return repeated(known, content)
  }
  if (!mayWait) return addMessage(rows, people, write, content)
  const approved = approves === undefined ? undefined : approvedHold(people, write)
  if (approved && 'refused' in approved) return approved
  const held = knownHold(people, write)
  if (held !== undefined) return held
  if (hold) return writeHold(people, write, content, hold.rule)
  const written = addMessage(rows, people, write, content)
  return approved && !('refused' in written) ? approve(people, approved, written) : written
}

function addMessage(
  rows: EventRows,
  people: DirectoryRows,
  write: EventWrite,
  content: ContentOf<'new_message'>,
): Outcome {
  const { room, user, cid, id, sentAt, approves } = write
  const message: Message = { room, seq: rows.next, id, cid, user, text: content.text, sentAt }
  if (content.replyTo !== undefined) {
    const answered = rows.message(content.replyTo)?.message
    if (answered && !answered.deleted) {
      const { id: messageId, seq: target, user: author, text } = answered
      message.replyTo = { messageId, target, user: author, text: quoteText(text) }
      // while a message waited, what it answers may have gone
    } else if (approves === undefined) return { refused: 'not_found', replyTo: true }
  }
  const mentions = namedPeople(rows, people, room, content.mentions)
  if (mentions) message.mentions = mentions
  if (!rows.addMessage(message)) return repeated(rows.known(user.id, cid) as KnownEvent, content)
  const { seq, replyTo } = message
  return { seq, id, sentAt, duplicate: false, replyTo, mentions }
}

function writeChange(
  rows: EventRows,
  people: DirectoryRows,
  write: EventWrite,
  content: ChangeContent,
  held: HeldMessage,
): Outcome {
  switch (content.kind) {
    case 'message_edited':
      return writeEdit(rows, people, write, content, held)
    case 'message_deleted':
      return writeDeletion(rows, write, content, held)
    case 'reaction':
      return writeReaction(rows, write, content, held)
    case 'message_pinned':
      return writePin(rows, write, content, held)
  }
}

function writeEdit(
  rows: EventRows,
  people: DirectoryRows,
  write: EventWrite,
  content: ContentOf<'message_edited'>,
  held: HeldMessage,
): Outcome {
  const { message, edited } = held
  if (message.deleted) return { refused: 'not_found' }
  if (
    !idsOf(write).includes(message.user.id) ||
    write.sentAt - message.sentAt > content.withinMs ||
    content.withinMs === 0
  )
    return { refused: 'forbidden' }
  if (content.rev !== undefined && edited > content.rev) return { refused: 'conflict', current: rows.current(message) }
  return added(rows, write, held, { mentions: namedPeople(rows, people, write.room, content.mentions) })
}

function writeDeletion(
  rows: EventRows,
  write: EventWrite,
  { by }: ContentOf<'message_deleted'>,
  held: HeldMessage,
): Outcome {
  const { message } = held
  const own = idsOf(write).includes(message.user.id)
  if (by === 'author' && !own) return { refused: 'forbidden' }
  if (message.deleted) return unchanged(write, message)
  rows.clear(message)
  return added(rows, write, held, own && by === 'moderator' ? { by: 'author' } : {})
}

function writeReaction(
  rows: EventRows,
  write: EventWrite,
  { emoji, on, kinds, own }: ContentOf<'reaction'>,
  held: HeldMessage,
): Outcome {
  const { message } = held
  if (message.deleted) return { refused: 'not_found' }
  const ids = idsOf(write)
  const by = ids.find(id => rows.hasReaction(message, emoji, id))
  if ((by !== undefined) === on) return { ...unchanged(write, message), count: rows.reactions(message, emoji).count }
  if (on) {
    const there = message.reactions ?? []
    const isNew = !there.some(each => each.emoji === emoji)
    if ((isNew && there.length >= kinds) || owned(rows, message, ids) >= own) return { refused: 'too_many' }
    rows.addReaction(message, emoji, write.user)
  } else rows.dropReaction(message, emoji, by as string)
  return added(rows, write, held, rows.reactions(message, emoji))
}

function owned(rows: EventRows, message: Message, ids: readonly string[]): number {
  return ids.reduce((sum, id) => sum + rows.ownReactions(message, id), 0)
}

function writePin(
  rows: EventRows,
  write: EventWrite,
  { on, most }: ContentOf<'message_pinned'>,
  held: HeldMessage,
): Outcome {
  const { message } = held
  if (message.deleted) return { refused: 'not_found' }
  if ((message.pinned ?? false) === on) return unchanged(write, message)
  if (on && rows.pins() >= most) return { refused: 'too_many' }
  return added(rows, write, held, {})
}

/** Adds the change, and folds it into its message. */
function added(
  rows: EventRows,
  write: EventWrite,
  { message, edited }: HeldMessage,
  found: Pick<Written, 'mentions' | 'users' | 'count' | 'by'>,
): Written {
  const { id, sentAt } = write
  const written: Written = { seq: rows.next, id, sentAt, duplicate: false, target: message.seq, ...found }
  const event = eventOf(write, written) as ChangeEvent
  rows.addChange(event, write.user)
  const isEdit = event.type === 'message_edited'
  rows.save({ message: applyEvent(message, event), edited: isEdit ? event.seq : edited })
  return written
}

/** It is so already. */
function unchanged({ id, sentAt }: EventWrite, { seq, rev = seq }: Message): Written {
  return { seq: rev, id, sentAt, duplicate: true, unchanged: true, target: seq }
}
