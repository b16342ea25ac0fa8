import type { NewMessageEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'

const messages = new WeakMap<NewMessageEvent, Message>()

/** The message of an event; the same object each time, so that what is known of it, such as its encoding, stays known. */
export function messageOf(event: NewMessageEvent): Message {
  const known = messages.get(event)
  if (known) return known
  const { type: _type, ...message } = event
  messages.set(event, message)
  return message
}
