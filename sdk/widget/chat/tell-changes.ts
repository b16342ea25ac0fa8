import type { Room } from '../../client/types.ts'
import type { Fire } from './events.ts'

/** Tells the page of each change of a message, once, and not of those that quote it; returns what ends that. */
export const tellChanges = (room: Room, fire: Fire): (() => void) =>
  room.on('changed', change => {
    const { type, messageId } = change.event
    if (messageId === change.message.id) fire('chat-change', { type, ...change })
  })
