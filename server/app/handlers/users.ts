import { LARGE_ROOM } from '../../../sdk/protocol/limits.ts'
import { type Handler, ok, refuse } from '../hub-context.ts'
import { joinedRoom } from '../joined-room.ts'

export const users: Handler<'users'> = (_hub, active, request) => {
  const room = joinedRoom(active, request.room)
  if (!room.ok) return room
  // A page holds any room that is not large, so that one request mends its roster.
  const limit = Math.min(request.limit ?? LARGE_ROOM, LARGE_ROOM)
  const page = room.value.usersPage(active.member.user, request.after, limit)
  return page === undefined ? refuse('bad_request', 'The field after is not a cursor of this room.') : ok(page, true)
}
