import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import type { HubContext } from '../hub-context.ts'
import { roleOf } from '../identity/authenticator.ts'
import type { LiveRoom } from '../rooms/live-room.ts'
import { OPEN_ROOM, type SeatIn } from '../rooms/seats.ts'
import type { Actor } from './actor.ts'

/** In which room something is done, and what its actor is there; `room`: if it is alive on this node. A seat is such a place. */
export type Where = Omit<SeatIn<LiveRoom | undefined>, 'json'>

/** For who asks without having joined. */
export function whereOf(
  hub: HubContext,
  { identity }: Actor,
  name: string,
): { ok: true; value: Where } | { ok: false; refusal: Refusal } {
  const refused = refuseRoomName(name)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const role = roleOf(identity, name)
  const room = hub.rooms.known(name)
  return { ok: true, value: room?.seats.of(role) ?? { room, place: OPEN_ROOM, standing: { role } } }
}
