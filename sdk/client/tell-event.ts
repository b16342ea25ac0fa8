import type { Emitter } from '../lib/emitter.ts'
import type { DurableEvent, SkippedEvent } from '../protocol/events.ts'
import type { Contents } from './log/contents.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { RoomPresence } from './presence/room-presence.ts'
import type { RoomEvents } from './types.ts'

interface RoomParts {
  contents: Contents
  outbox: Outbox
  presence: RoomPresence
  events: Emitter<RoomEvents>
}

/** Takes the next event of a room's log into its parts, and tells it. */
export function tellEvent(event: DurableEvent | SkippedEvent, live: boolean, parts: RoomParts): void {
  const { contents, outbox, presence, events } = parts
  if (event.type === 'skipped') return
  const { cid, user, seq, sentAt } = event
  const changes = contents.apply(event)
  outbox.land({ cid, user, seq, sentAt, id: event.type === 'new_message' ? event.id : event.messageId })
  events.emit('event', { event, live })
  if (event.type === 'new_message') {
    const { type: _, ...message } = event
    presence.wrote(user)
    events.emit('message', { message, live })
  } else for (const change of changes) events.emit('changed', { ...change, event, live })
}
