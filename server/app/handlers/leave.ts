import { type Handler, ok } from '../hub-context.ts'
import { roomlessTopic } from '../roomless.ts'
import { findSeat } from '../rooms/find-seat.ts'
import { refuseNotJoined } from '../rooms/refuse-not-joined.ts'

export const leave: Handler<'leave'> = (hub, active, { room: name }) => {
  const seat = findSeat(active, name)
  if (seat === undefined) return refuseNotJoined(hub, active, name)
  const { member } = active
  active.joined = active.joined.filter(joined => joined !== seat)
  seat.room.leave(member, true)
  if (active.joined.length === 0) member.peer.subscribe(roomlessTopic(member.peer))
  return ok()
}
