import { LARGE_ROOM } from '../../../sdk/protocol/limits.ts'
import { ok, type RoomHandler, refuse } from '../hub-context.ts'

export const users: RoomHandler<'users'> = (hub, active, request, { room }) => {
  const refused = hub.reads.refuse(active.sharer)
  if (refused !== undefined) return { ok: false, refusal: refused }
  // A page holds any room that is not large, so that one request mends its roster.
  const limit = Math.min(request.limit ?? LARGE_ROOM, LARGE_ROOM)
  const page = room.usersPage(active.member.user, request.after, limit)
  if (page === undefined) return refuse('bad_request', 'The field after is not a cursor of this room.')
  const answer = ok(page, true)
  if (answer.ok) hub.reads.charge(active.sharer, answer.fields.length)
  return answer
}
