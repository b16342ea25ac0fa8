import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { ROOM_NAME } from '../../sdk/protocol/limits.ts'
import { refusal } from './refusal.ts'

/** Why a room of this name cannot be; undefined when it can. */
export function refuseRoomName(room: string): Refusal | undefined {
  if (!ROOM_NAME.test(room)) {
    return refusal(
      'invalid_room',
      'A room name has 1 to 64 letters, digits or . _ : - and begins with a letter or digit.',
    )
  }
  if (room.startsWith('dm:')) return refusal('forbidden', 'Names that begin with dm: are kept for direct messages.')
  return undefined
}
