import { quoteText } from '../../../sdk/protocol/apply-event.ts'
import type { Message } from '../../../sdk/protocol/records.ts'
import { heldOf } from './room-row.ts'

/** A message with what it answers as that stands; undefined: that is not held. */
export function quoted(message: Message, answered: Message | undefined): Message {
  if (!message.replyTo) return message
  const { messageId, target } = message.replyTo
  if (!answered) return { ...message, replyTo: { ...message.replyTo, deleted: true } }
  const { user, text, deleted } = answered
  const replyTo = deleted
    ? { messageId, target, user, text: '', deleted }
    : { messageId, target, user, text: quoteText(text) }
  return { ...message, replyTo }
}

/** A message as it stands, of its row and that of what it answers. */
export function messageOf(room: string, seq: number, row: string, answered: string | null | undefined): Message {
  const { message } = heldOf(room, seq, row)
  const { replyTo } = message
  if (!replyTo) return message
  return quoted(message, answered ? heldOf(room, replyTo.target, answered).message : undefined)
}
