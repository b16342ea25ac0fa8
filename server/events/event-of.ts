import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { EventWrite, Written } from '../ports/store.ts'

/** The event that came of a write. */
export function eventOf(write: EventWrite, written: Written): DurableEvent {
  const { room, user, cid, content } = write
  const { seq, id, sentAt, target = 0 } = written
  if (content.kind === 'new_message') {
    const { text } = content
    const event: DurableEvent = { type: 'new_message', room, seq, id, cid, user, text, sentAt }
    if (written.replyTo) event.replyTo = written.replyTo
    if (written.mentions) event.mentions = written.mentions
    return event
  }
  if (content.kind === 'room_changed')
    return { type: content.kind, room, seq, id, cid, user, sentAt, changes: content.changes }
  if (content.kind === 'member_changed') {
    const { member, role } = content
    return { type: content.kind, room, seq, id, cid, user, sentAt, member: userOf(member.id, member.name), role }
  }
  const { messageId } = content
  const change = { room, seq, id, cid, user, sentAt, messageId, target }
  switch (content.kind) {
    case 'message_edited': {
      const { mentions } = written
      return { type: content.kind, ...change, text: content.text, ...(mentions && { mentions }) }
    }
    case 'message_deleted': {
      const { reason, hidden } = content
      const by = written.by ?? content.by
      const { user: _, ...unsaid } = change
      const said = hidden && by === 'moderator' ? unsaid : change
      return { type: content.kind, ...said, by, ...(reason !== undefined && { reason }) }
    }
    case 'reaction': {
      const { emoji, on } = content
      return { type: content.kind, ...change, emoji, on, count: written.count ?? 0, users: written.users ?? [] }
    }
    case 'message_pinned':
      return { type: content.kind, ...change, on: content.on }
  }
}
