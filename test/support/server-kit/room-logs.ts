import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { MemoryLog } from '../../../server/adapters/memory-log.ts'
import { systemRandom } from '../../../server/adapters/system-random.ts'
import type { Clock } from '../../../server/ports/clock.ts'
import type { MessageDraft, RoomLog, RoomNews } from '../../../server/ports/room-log.ts'

export interface RoomLogParts {
  clock: Clock
  onFault?: (error: unknown) => void
}

/** Every room log; each is held to the one suite. */
export const ROOM_LOGS: { name: string; open: (parts: RoomLogParts) => Promise<RoomLog> }[] = [
  { name: 'memory', open: async parts => new MemoryLog({ ...parts, random: systemRandom }) },
]

/** A draft by a user whose name is its id. */
export function draftOf(room: string, cid: string, userId = 'u1', text = `text of ${cid}`): MessageDraft {
  return { room, user: { id: userId, name: userId }, cid, text }
}

/** A subscriber that hears the events only. */
export function ofEvents(listener: (event: DurableEvent) => void): (news: RoomNews) => void {
  return news => {
    if (news.type !== 'reset') listener(news)
  }
}
