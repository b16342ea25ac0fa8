import type { Emitter } from '../lib/emitter.ts'
import type { DurableEvent, SkippedEvent } from '../protocol/events.ts'
import type { Contents } from './log/contents.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { RoomPresence } from './presence/room-presence.ts'
import type { RoomFacts } from './room-facts.ts'
import type { RoomEvents } from './types.ts'

interface RoomParts {
  contents: Contents
  outbox: Outbox
  presence: RoomPresence
  facts: RoomFacts
  events: Emitter<RoomEvents>
}

/** Takes the next event of a room's log into its parts, and tells it. */
export function tellEvent(event: DurableEvent | SkippedEvent, live: boolean, parts: RoomParts): void {
  const { contents, outbox, presence, facts, events } = parts
  if (event.type === 'skipped') return
  const { cid, user, seq, sentAt } = event
  const changes = contents.apply(event)
  outbox.land({ cid, user, seq, sentAt, id: 'messageId' in event ? event.messageId : event.id })
  events.emit('event', { event, live })
  if (event.type === 'new_message') {
    const { type: _, ...message } = event
    presence.wrote(message.user)
    events.emit('message', { message, live })
  } else if (event.type === 'room_changed') facts.hear(event.changes)
  else if ('messageId' in event) for (const change of changes) events.emit('changed', { ...change, event, live })
}
