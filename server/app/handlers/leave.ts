import { type Handler, ok } from '../hub-context.ts'
import { roomlessTopic } from '../roomless.ts'
import { findSeat } from '../rooms/find-seat.ts'

export const leave: Handler<'leave'> = (_hub, active, { room: name }) => {
  const seat = findSeat(active, name)
  if (!seat.ok) return seat
  const { member } = active
  active.joined = active.joined.filter(joined => joined !== seat.value)
  seat.value.room.leave(member, true)
  if (active.joined.length === 0) member.peer.subscribe(roomlessTopic(member.peer))
  return ok()
}
