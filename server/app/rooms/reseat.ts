import { type Denied, refuseAction, refuseOut } from '../../../sdk/protocol/policy.ts'
import type { Active, HubContext } from '../hub-context.ts'
import { roomlessTopic } from '../roomless.ts'
import { removedJson, resyncJson, rightsJson } from './room-json.ts'
import type { Seat } from './seat.ts'
import type { Grounds } from './seats.ts'

/** From here on the connection is in its room for these reasons; it is told where that changes what it may, or is put out. */
export function reseat(
  hub: Pick<HubContext, 'timeOfDay' | 'ends'>,
  active: Active,
  before: Seat,
  grounds: Grounds,
): void {
  const { room } = before
  if (room.gone || !active.joined.includes(before)) return
  const seat = room.seats.of(grounds)
  const now = hub.timeOfDay()
  const denied = refuseAction(seat.standing, 'read', seat.place, now)
  hub.ends.follow(active.identity.user.id, room.name, denied ? undefined : seat.endsAt)
  if (denied !== undefined) {
    putOut(active, before, refuseOut(seat.standing, now) ?? denied)
    return
  }
  if (seat === before) return
  room.queue.follow(active.member, refuseAction(seat.standing, 'moderate', seat.place, now) === undefined)
  active.joined = active.joined.map(each => (each === before ? seat : each))
  if (seat.json !== before.json) active.member.peer.send(rightsJson(room.name, seat.json))
}

/** What waits for the room's next flush does not reach it any more, either. */
export function putOut(active: Active, { room }: Seat, denied: Denied): void {
  const { member } = active
  const { peer } = member
  active.joined = active.joined.filter(({ room: joined }) => joined !== room)
  room.leave(member, true)
  peer.send(removedJson(room.name, denied))
  peer.send(resyncJson(room.name, { epoch: '', seq: 0 }))
  if (active.joined.length === 0) peer.subscribe(roomlessTopic(peer))
}
