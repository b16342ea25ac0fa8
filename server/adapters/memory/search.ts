import type { Message } from '../../../sdk/protocol/records.ts'
import { lookCost } from '../../core/search/look-cost.ts'
import { hasTerms } from '../../core/search/search-marks.ts'
import type { Found, SearchQuery } from '../../ports/room-log.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { MemoryRoom } from './room.ts'

/** What has these terms in it: looked through from the newest on. */
export function foundIn(room: MemoryRoom, { terms, before, limit, maxBytes, look }: SearchQuery): Found {
  const { head: seq, epoch, oldest = seq + 1 } = room
  const head = { epoch, seq }
  const messages: Message[] = []
  let [looked, bytes] = [0, 0]
  for (let at = Math.min(before ?? seq + 1, seq + 1) - 1; at >= oldest; at--) {
    const held = room.messages.get(at)
    if (held === undefined || held.message.text === '') continue
    const cost = lookCost(held.message.text)
    if ((looked > 0 && looked + cost > look) || messages.length === limit) return { head, messages, looked, next: at }
    looked += cost
    if (!hasTerms(held.message.text, terms)) continue
    const message = room.read(held)
    bytes += wireBytes(message)
    if (messages.length > 0 && bytes > maxBytes) return { head, messages, looked, next: at }
    messages.push(message)
  }
  return { head, messages, looked }
}
