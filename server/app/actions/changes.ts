import { fromLog, refuse } from '../hub-context.ts'
import { byteLength, PAGE_BYTES } from '../rooms/read-room.ts'
import type { RoomAction } from './action.ts'
import { encodeFor } from './encode-for.ts'

/** What looking for changes costs where there are none. */
const LEAST_BYTES = 5_000

export const changes: RoomAction<'changes'> = (hub, actor, request) => {
  const { since, from, to, after = 0, epoch } = request
  const query = { since, from, to, after, limit: hub.limits.historyPage, maxBytes: PAGE_BYTES }
  const reading = hub.reads.run(actor.sharer, async charge => {
    return fromLog(hub, async () => {
      const read = await hub.log.changes(request.room, query)
      const items = await encodeFor(hub, actor, request.room, read.messages)
      charge(LEAST_BYTES + byteLength(items))
      return { ...read, items }
    })
  })
  return reading.then(read => {
    if (!read.ok) return read
    const { head, items, next, trimmed } = read.value
    if (epoch !== head.epoch) return refuse('not_found', 'The history of this room began anew. Join the room again.')
    const more = next === undefined ? '' : `,"next":${next}`
    return {
      ok: true,
      fields: `"seq":${head.seq},"messages":[${items.join(',')}]${more}${trimmed ? ',"trimmed":true' : ''}`,
    }
  })
}
