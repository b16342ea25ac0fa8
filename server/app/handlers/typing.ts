import { ok, type RoomHandler } from '../hub-context.ts'

export const typing: RoomHandler<'typing'> = (_hub, active, request, { room }) => {
  room.setTyping(active.member, request.active)
  return ok()
}
