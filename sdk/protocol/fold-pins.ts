import type { DurableEvent } from './durable-events.ts'

/** The ids of the pinned messages of a room, newest pin first, after an event; the same list when it changes nothing. */
export function foldPins(pins: readonly string[], event: DurableEvent): readonly string[] {
  if (event.type !== 'message_pinned' && event.type !== 'message_deleted') return pins
  const { messageId } = event
  const others = pins.includes(messageId) ? pins.filter(id => id !== messageId) : pins
  return event.type === 'message_pinned' && event.on ? [messageId, ...others] : others
}
