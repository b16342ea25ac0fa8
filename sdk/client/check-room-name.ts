import { ChatError } from '../lib/chat-error.ts'
import { ROOM_NAME } from '../protocol/limits.ts'

/** Throws ChatError `invalid_room` on what the server would refuse anyway. */
export function checkRoomName(name: string): void {
  if (typeof name === 'string' && ROOM_NAME.test(name)) return
  const rule = 'A room’s name has up to 64 letters, digits and . _ : -, and begins with a letter or digit'
  throw new ChatError('invalid_room', `${rule}; “${name}” has not. The site’s owner has to choose another one.`)
}
