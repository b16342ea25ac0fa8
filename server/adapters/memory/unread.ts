import { UNREAD_LOOKED, UNREAD_MOST } from '../../events/most-unread.ts'
import type { Unread } from '../../ports/room-log.ts'
import type { MemoryRoom } from './room.ts'

/** What somebody has not read, who has these ids. */
export function unreadOf(room: MemoryRoom, after: number, ids: readonly string[]): Unread {
  const { head, epoch, messages, oldest = head + 1 } = room
  let [looked, unread, mentions] = [0, 0, 0]
  for (let seq = head; seq > after && seq >= oldest && looked < UNREAD_LOOKED; seq--) {
    const message = messages.get(seq)?.message
    if (!message) continue
    looked++
    if (message.deleted || ids.includes(message.user.id)) continue
    unread++
    if (message.mentions?.some(({ id }) => ids.includes(id))) mentions++
  }
  return {
    head: { epoch, seq: head },
    unread: Math.min(unread, UNREAD_MOST),
    mentions: Math.min(mentions, UNREAD_MOST),
  }
}
