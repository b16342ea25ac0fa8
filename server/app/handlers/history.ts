import { encodeMessage } from '../../wire/encode.ts'
import { fromLog, type Handler, refuse } from '../hub-context.ts'
import { joinedRoom } from '../joined-room.ts'
import { PAGE_BYTES } from '../read-room.ts'

export const history: Handler<'history'> = (hub, active, request) => {
  const room = joinedRoom(active, request.room)
  if (!room.ok) return room
  const limit = Math.min(request.limit ?? hub.limits.historyPage, hub.limits.historyPage)
  const query = { before: request.before, limit, maxBytes: PAGE_BYTES }
  return fromLog(hub, () => hub.log.page(request.room, query)).then(page => () => {
    if (!page.ok) return page
    const { head, messages, more } = page.value
    if (request.epoch !== undefined && request.epoch !== head.epoch) {
      return refuse('not_found', 'The history of this room began anew. Join the room again.')
    }
    const items = messages.map(encodeMessage).join(',')
    return { ok: true, fields: `"epoch":${JSON.stringify(head.epoch)},"messages":[${items}],"more":${more}` }
  })
}
