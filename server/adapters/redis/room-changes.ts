import type { Changes, ChangesQuery, OwnReactions } from '../../ports/room-log.ts'
import type { Command } from './engine.ts'
import { rowsIn, seqsBetween, within, withRows } from './message-rows.ts'
import { ownEmojiOf } from './room-reactions.ts'
import { messageHead } from './room-row.ts'
import type { RoomViews } from './room-views.ts'
import { asWord } from './words.ts'

/** Messages that one answer looks at for changes. */
const LOOKED = 500

/** The messages of some places that have changed since a seq, or whose quotes have. */
export async function readChanges(
  views: RoomViews,
  room: string,
  { since, from, to, after, limit, maxBytes }: ChangesQuery,
): Promise<Changes> {
  const keys = views.keys(room)
  const seqs = seqsBetween(keys.order, String(Math.max(from, after + 1)), String(to), LOOKED)
  const { head, first, replies } = await views.read(room, withRows(keys, seqs, 0))
  const rows = rowsIn(replies)
  const revOf = (row: string | null) => (row ? messageHead(row).rev : 0)
  const changed = rows.filter(({ row, answered }) => revOf(row) > since || revOf(answered) > since)
  const { messages, more } = within(room, changed, { limit, maxBytes })
  const unlooked = rows.length === LOOKED ? rows.at(-1)?.seq : undefined
  return { head, messages, next: more ? messages.at(-1)?.seq : unlooked, trimmed: from < first || undefined }
}

/** The seqs of some of the messages first, and what is kept of the user on each. */
export async function readOwnReactions(
  views: RoomViews,
  room: string,
  user: string,
  from: number,
  to: number,
): Promise<OwnReactions> {
  const keys = views.keys(room)
  const own = new Map<number, string[]>()
  for (let begin = from; ; ) {
    const asked = seqsBetween(keys.reactedBy(user), String(begin), String(to), LOOKED)
    const [seqs] = (await views.read(room, [asked])).replies as [string[]]
    if (seqs.length === 0) return own
    const gets = seqs.map((seq): Command => ['HGET', keys.reactors(Number(seq)), asWord(user)])
    const { replies } = await views.read(room, gets)
    for (const [at, seq] of seqs.entries()) {
      const emoji = Object.keys(ownEmojiOf(replies[at] as string | null))
      if (emoji.length > 0) own.set(Number(seq), emoji)
    }
    if (seqs.length < LOOKED) return own
    begin = Number(seqs.at(-1)) + 1
  }
}
