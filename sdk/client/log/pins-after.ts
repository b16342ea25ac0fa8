import type { DurableEvent } from '../../protocol/events.ts'

/** The ids of the pinned messages after an event, newest pin first; the same array when it changes none. */
export function pinsAfter(pins: readonly string[], event: DurableEvent, most: number): readonly string[] {
  const pinned = event.type === 'message_pinned'
  if (!pinned && event.type !== 'message_deleted') return pins
  const others = pins.filter(id => id !== event.messageId)
  if (pinned && event.on) return [event.messageId, ...others].slice(0, most)
  return others.length < pins.length ? others : pins
}
