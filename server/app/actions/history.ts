import { fromLog, refuse } from '../hub-context.ts'
import { byteLength, PAGE_BYTES } from '../rooms/read-room.ts'
import type { RoomAction } from './action.ts'
import { encodeFor } from './encode-for.ts'

export const history: RoomAction<'history'> = (hub, actor, request) => {
  const { before, after, around, at, ids } = request
  const limit = Math.min(request.limit ?? hub.limits.historyPage, hub.limits.historyPage)
  const query = { before, after, around, at, ids, limit, maxBytes: PAGE_BYTES }
  const reading = hub.reads.run(actor.sharer, async charge => {
    return fromLog(hub, async () => {
      const page = await hub.log.page(request.room, query)
      if (page === undefined) return undefined
      const items = await encodeFor(hub, actor, request.room, page.messages)
      charge(byteLength(items))
      return { ...page, items }
    })
  })
  return reading.then(page => {
    if (!page.ok) return page
    if (page.value === undefined) return refuse('not_found', 'There is no such message in this room.')
    const { head, items, more, newer } = page.value
    if (request.epoch !== undefined && request.epoch !== head.epoch) {
      return refuse('not_found', 'The history of this room began anew. Join the room again.')
    }
    const place = `"epoch":${JSON.stringify(head.epoch)},"seq":${head.seq}`
    return { ok: true, fields: `${place},"messages":[${items.join(',')}],"more":${more},"newer":${newer}` }
  })
}
