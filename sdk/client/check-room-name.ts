import { ChatError } from '../lib/chat-error.ts'
import { ROOM_NAME } from '../protocol/limits.ts'

/** Throws ChatError `invalid_room` on what the server would refuse anyway. */
export function checkRoomName(name: string): void {
  if (typeof name === 'string' && ROOM_NAME.test(name)) return
  throw new ChatError('invalid_room', `No room can be named “${name}”. The site’s owner has to choose another name.`)
}
