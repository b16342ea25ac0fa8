import { encodeMessage } from '../../wire/encode.ts'
import { fromLog, type Handler, refuse } from '../hub-context.ts'
import { findJoinedRoom } from '../rooms/find-joined-room.ts'
import { byteLength, PAGE_BYTES } from '../rooms/read-room.ts'

export const history: Handler<'history'> = (hub, active, request) => {
  const room = findJoinedRoom(active, request.room)
  if (!room.ok) return room
  const limit = Math.min(request.limit ?? hub.limits.historyPage, hub.limits.historyPage)
  const query = { before: request.before, limit, maxBytes: PAGE_BYTES }
  const reading = hub.reads.run(active.sharer, async charge => {
    return fromLog(hub, async () => {
      const { head, messages, more } = await hub.log.page(request.room, query)
      const items = messages.map(encodeMessage)
      charge(byteLength(items))
      return { head, items, more }
    })
  })
  return reading.then(page => () => {
    if (!page.ok) return page
    const { head, items, more } = page.value
    if (request.epoch !== undefined && request.epoch !== head.epoch) {
      return refuse('not_found', 'The history of this room began anew. Join the room again.')
    }
    return { ok: true, fields: `"epoch":${JSON.stringify(head.epoch)},"messages":[${items.join(',')}],"more":${more}` }
  })
}
