import { UNREAD_LOOKED, UNREAD_MOST } from '../../events/most-unread.ts'
import type { Unread } from '../../ports/room-log.ts'
import { seqsBetween } from './message-rows.ts'
import { messageHead } from './room-row.ts'
import type { RoomViews } from './room-views.ts'

/** First lines that are looked at before all are. */
const AT_FIRST = 200

/** What somebody has not read, who has these ids: mostly few messages, else as many as are looked at, at once. */
export async function readUnread(
  views: RoomViews,
  room: string,
  after: number,
  ids: readonly string[],
): Promise<Unread> {
  const some = await counted(views, room, after, ids, AT_FIRST)
  const { all, ...unread } = some
  const isMost = unread.unread === UNREAD_MOST && unread.mentions === UNREAD_MOST
  if (all || isMost) return unread
  const { all: _, ...most } = await counted(views, room, after, ids, UNREAD_LOOKED)
  return most
}

async function counted(
  views: RoomViews,
  room: string,
  after: number,
  ids: readonly string[],
  limit: number,
): Promise<Unread & { all: boolean }> {
  const { order, messages } = views.keys(room)
  const seqs = seqsBetween(order, '+inf', `(${after}`, limit, true)
  const { head, replies } = await views.read(room, [seqs, ['@HEADS', messages, '0']])
  const [found, heads] = replies as [string[], (string | null)[]]
  let [unread, mentions] = [0, 0]
  for (const each of heads) {
    if (each === null) continue
    const { author, deleted, mentioned } = messageHead(each)
    if (deleted || ids.includes(author)) continue
    unread++
    if (mentioned.some(id => ids.includes(id))) mentions++
  }
  return {
    head,
    unread: Math.min(unread, UNREAD_MOST),
    mentions: Math.min(mentions, UNREAD_MOST),
    all: found.length < limit,
  }
}
