import { type Handler, refuse } from '../hub-context.ts'
import { findJoinedRoom } from '../rooms/find-joined-room.ts'

/** Until there are people who keep order in a room, nobody may. */
export const pinMessage: Handler<'pin_message'> = (_hub, active, request) => {
  const room = findJoinedRoom(active, request.room)
  return room.ok ? refuse('forbidden', 'You may not pin messages here.') : room
}
