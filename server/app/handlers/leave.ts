import { type Handler, ok } from '../hub-context.ts'
import { findJoinedRoom } from '../rooms/find-joined-room.ts'

export const leave: Handler<'leave'> = (_hub, active, { room: name }) => {
  const room = findJoinedRoom(active, name)
  if (!room.ok) return room
  active.joined = active.joined.filter(joined => joined !== room.value)
  room.value.leave(active.member, true)
  if (active.joined.length === 0) active.member.peer.subscribe(active.roomless)
  return ok()
}
