import { LARGE_ROOM } from '../../../sdk/protocol/limits.ts'
import type { UsersReply } from '../../../sdk/protocol/replies.ts'
import { ok, refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'

const NOBODY: UsersReply = { users: [], count: 0, version: 0 }

export const users: RoomAction<'users'> = (hub, { member, sharer }, request, { room }) => {
  const refused = hub.reads.refuse(sharer)
  if (refused !== undefined) return { ok: false, refusal: refused }
  // A page holds any room that is not large, so that one request mends its roster.
  const limit = Math.min(request.limit ?? LARGE_ROOM, LARGE_ROOM)
  const page = room === undefined ? NOBODY : room.people.page(member?.user, request.after, limit)
  if (page === undefined) return refuse('bad_request', 'The field after is not a cursor of this room.')
  const answer = ok(page, true)
  if (answer.ok) hub.reads.charge(sharer, answer.fields.length)
  return answer
}
