import { ok, refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'

/** It is over when the connection is, so that there has to be one. */
export const typing: RoomAction<'typing'> = (_hub, { member }, request, { room }) => {
  if (member === undefined || room === undefined) return refuse('bad_request', 'Join this room over a socket to type.')
  room.people.setTyping(member, request.active)
  return ok()
}
