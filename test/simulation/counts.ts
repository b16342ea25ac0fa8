import type { DurableEvent } from '../../sdk/protocol/events.ts'

export interface Counts {
  unread: number
  mentions: number
}

/** What is told of what is unread at most. */
const MOST = 100

/** What somebody with these ids had not read behind `read` while the newest event was `head`: every event is looked at. */
export function countsAt(events: readonly DurableEvent[], head: number, read: number, ids: readonly string[]): Counts {
  const naming = new Map<string, boolean>()
  const names = (mentions: readonly { id: string }[] = []) => mentions.some(({ id }) => ids.includes(id))
  for (const event of events.slice(0, head)) {
    if (event.type === 'new_message' && event.seq > read && !ids.includes(event.user.id))
      naming.set(event.id, names(event.mentions))
    if (event.type === 'message_edited' && naming.has(event.messageId))
      naming.set(event.messageId, names(event.mentions))
    if (event.type === 'message_deleted') naming.delete(event.messageId)
  }
  const mentions = [...naming.values()].filter(each => each).length
  return { unread: Math.min(MOST, naming.size), mentions: Math.min(MOST, mentions) }
}
