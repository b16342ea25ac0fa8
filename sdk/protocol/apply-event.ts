import type {
  ChangeEvent,
  DurableEvent,
  MessageDeletedEvent,
  MessageEditedEvent,
  ReactionEvent,
} from './durable-events.ts'
import { codePoints } from './limits.ts'
import type { Message, Reaction, User } from './records.ts'

/** Code points of a quoted text. */
export const QUOTE_LENGTH = 140

/**
 * The message as it stands after an event of its room; the same object when the event changes nothing of it. Events are
 * applied in the order of their seqs; those that it knows already change nothing. `me`: the id of the reader, whose own
 * reactions are marked. `asOf`: the quote of the message is as of this seq.
 */
export function applyEvent(message: Message, event: DurableEvent, me?: string, asOf = 0): Message {
  if (event.type === 'new_message' || !('messageId' in event)) return message
  if (event.messageId === message.id) return event.seq > (message.rev ?? 0) ? changed(message, event, me) : message
  if (event.messageId === message.replyTo?.messageId && event.seq > asOf) return quoteChanged(message, event)
  return message
}

/** The beginning of a text, as a quote shows it. */
export function quoteText(text: string): string {
  if (text.length <= QUOTE_LENGTH || codePoints(text, QUOTE_LENGTH + 1) <= QUOTE_LENGTH) return text
  return [...text.slice(0, 2 * QUOTE_LENGTH)].slice(0, QUOTE_LENGTH).join('')
}

/** A message without its content; it keeps its place and who wrote it. */
export function tombstone(
  { room, seq, id, cid, user, sentAt }: Message,
  { seq: rev, by }: Pick<MessageDeletedEvent, 'seq' | 'by'>,
): Message {
  return { room, seq, id, cid, user, text: '', sentAt, rev, deleted: true, by }
}

function changed(message: Message, event: ChangeEvent, me: string | undefined): Message {
  // deleting is final
  if (message.deleted) return message
  switch (event.type) {
    case 'message_edited':
      return event.deleted ? message : edited(message, event)
    case 'message_deleted':
      return { ...tombstone(message, event), user: authorAfter(message.user, event) }
    case 'reaction':
      return { ...message, rev: event.seq, reactions: reacted(message.reactions ?? [], event, me) }
    case 'message_pinned':
      return { ...message, rev: event.seq, pinned: event.on || undefined }
    default:
      return message
  }
}

/** Whoever has deleted their account is called nothing from then on. */
function authorAfter(author: User, { by, user }: MessageDeletedEvent): User {
  return by === 'author' && user?.deleted ? { id: author.id, name: '', deleted: true } : author
}

function edited(message: Message, { seq, text, mentions, sentAt }: MessageEditedEvent): Message {
  return { ...message, text, mentions, rev: seq, editedAt: sentAt }
}

function reacted(before: readonly Reaction[], event: ReactionEvent, me: string | undefined): Reaction[] | undefined {
  const { emoji, count, users, on, user } = event
  const known = before.find(each => each.emoji === emoji)
  const mine = me !== undefined && user?.id === me ? on : known?.me
  const now: Reaction = { emoji, count, me: mine || undefined, users }
  let after: Reaction[]
  if (count === 0) after = before.filter(each => each !== known)
  else if (known) after = before.map(each => (each === known ? now : each))
  else after = [...before, now]
  return after.length > 0 ? after : undefined
}

function quoteChanged(message: Message, event: ChangeEvent): Message {
  const quote = message.replyTo
  if (!quote || quote.deleted) return message
  if (event.type === 'message_deleted') {
    const user = authorAfter(quote.user, event)
    return { ...message, replyTo: { ...quote, user, text: '', deleted: true } }
  }
  if (event.type !== 'message_edited' || event.deleted) return message
  return { ...message, replyTo: { ...quote, text: quoteText(event.text) } }
}
