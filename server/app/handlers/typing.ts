import { type Handler, ok } from '../hub-context.ts'
import { findJoinedRoom } from '../rooms/find-joined-room.ts'

export const typing: Handler<'typing'> = (_hub, active, request) => {
  const room = findJoinedRoom(active, request.room)
  if (!room.ok) return room
  room.value.setTyping(active.member, request.active)
  return ok()
}
