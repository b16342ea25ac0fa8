import type { Message } from '../../../sdk/protocol/records.ts'
import { lookCost } from '../../core/search/look-cost.ts'
import { hasTerms } from '../../core/search/search-marks.ts'
import type { Found, SearchQuery } from '../../ports/room-log.ts'
import { wireBytes } from '../../wire/encode.ts'
import { messageIn, rowsIn, seqsBetween, withRows } from './message-rows.ts'
import { heldOf } from './room-row.ts'
import type { RoomView, RoomViews } from './room-views.ts'

/** Messages that are read at once. */
const AT_ONCE = 200

/**
 * What has these terms in it: looked through from the newest on, a part at a time. The head is that of the first part: what was
 * changed while others were read comes again behind it.
 */
export async function searchRoom(views: RoomViews, room: string, query: SearchQuery): Promise<Found> {
  const { terms, before, limit, maxBytes, look } = query
  let begin: RoomView | undefined
  let below = before === undefined ? '+inf' : `(${before}`
  let messages: Message[] = []
  let [looked, bytes] = [0, 0]
  for (;;) {
    const keys = views.keys(room)
    const seqs = seqsBetween(keys.order, below, '-inf', AT_ONCE, true)
    const view = await views.read(room, withRows(keys, seqs, 0))
    begin ??= view
    const { head } = begin
    if (view.head.epoch !== head.epoch) {
      // another log: what was found in the one before is void
      begin = undefined
      below = before === undefined ? '+inf' : `(${before}`
      messages = []
      looked = bytes = 0
      continue
    }
    const rows = rowsIn(view.replies)
    for (const row of rows) {
      const { text } = heldOf(room, row.seq, row.row).message
      if (text === '') continue
      const cost = lookCost(text)
      if ((looked > 0 && looked + cost > look) || messages.length === limit)
        return { head, messages, looked, next: row.seq }
      looked += cost
      if (!hasTerms(text, terms)) continue
      const message = messageIn(room, row)
      bytes += wireBytes(message)
      if (messages.length > 0 && bytes > maxBytes) return { head, messages, looked, next: row.seq }
      messages.push(message)
    }
    if ((view.replies[0] as readonly string[]).length < AT_ONCE) return { head, messages, looked }
    below = `(${rows.at(-1)?.seq ?? 0}`
  }
}
