import type { OwnReaction, ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { Command } from './engine.ts'
import { rowsIn, seqsBetween, within, withRows } from './message-rows.ts'
import { ownEmojiOf } from './room-reactions.ts'
import { heldOf } from './room-row.ts'
import type { RoomViews } from './room-views.ts'
import { asWord } from './words.ts'

/** Messages that one answer looks at. */
const MOST = 200

/** What somebody wrote, by all ids of theirs. */
export async function readWrittenBy(
  views: RoomViews,
  room: string,
  ids: readonly string[],
  { after, limit, maxBytes }: WrittenQuery,
): Promise<WrittenPage> {
  const keys = views.keys(room)
  const most = Math.min(limit, MOST)
  // one more of each says whether there are more
  const asked = ids.flatMap((id, n) =>
    withRows(keys, seqsBetween(keys.written(id), `(${after}`, '+inf', most + 1), 3 * n),
  )
  const { replies } = await views.read(room, asked)
  const rows = ids.flatMap((_, n) => rowsIn(replies, 3 * n))
  rows.sort((one, other) => one.seq - other.seq)
  const { messages, more } = within(room, rows, { limit: most, maxBytes })
  return { messages, next: more ? messages.at(-1)?.seq : undefined }
}

/** Their reactions, in the order of the messages. */
export async function readReactedBy(
  views: RoomViews,
  room: string,
  ids: readonly string[],
  after: number,
  limit: number,
): Promise<ReactedPage> {
  const keys = views.keys(room)
  const most = Math.min(limit, MOST)
  const asked = ids.map(id => seqsBetween(keys.reactedBy(id), `(${after}`, '+inf', most + 1))
  const found = ((await views.read(room, asked)).replies as string[][]).flat().map(Number)
  const seqs = [...new Set(found)].sort((one, other) => one - other)
  const some = seqs.slice(0, most)
  const next = seqs.length > some.length ? some.at(-1) : undefined
  if (some.length === 0) return { reactions: [], next }
  const gets = some.map((seq): Command => ['HMGET', keys.messages, String(seq)])
  const owns = some.map((seq): Command => ['HMGET', keys.reactors(seq), ...ids.map(asWord)])
  const { replies } = await views.read(room, [...gets, ...owns])
  const reactions: OwnReaction[] = []
  for (const [at, seq] of some.entries()) {
    const [row] = replies[at] as (string | null)[]
    const own = replies[some.length + at] as (string | null)[]
    if (!row) continue
    const messageId = heldOf(room, seq, row).message.id
    for (const [n, user] of ids.entries())
      for (const emoji of Object.keys(ownEmojiOf(own[n]))) reactions.push({ seq, messageId, emoji, user })
  }
  return { reactions, next }
}
