import { ChatError } from '../lib/chat-error.ts'
import type { RemovedEvent, ServerEvent } from '../protocol/events.ts'

/** What the server says of one room. */
export type RoomEvent = Exclude<ServerEvent, { type: 'head' | 'disconnect' | 'activity' | 'invited' }>

const LOG = { page: 0, event: 0, message: 0, changed: 0, pins: 0, gap: 0 }

/** What a room tells, by name. */
export const ROOM_EVENTS = {
  state: 0,
  ...LOG,
  draft: 0,
  discarded: 0,
  members: 0,
  typing: 0,
  rights: 0,
  info: 0,
  held: 0,
}

/** What a client tells, by name. */
export const CLIENT_EVENTS = { status: 0, session: 0, error: 0, activity: 0, read: 0, invited: 0 }

/** Why this person is in the room no longer. */
export function removal({ code, reason = 'You are not in this room any more.' }: RemovedEvent): ChatError {
  return new ChatError(code === 'banned' || code === 'kicked' ? 'banned' : 'not_found', reason)
}
