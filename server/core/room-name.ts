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
  // names that only the server gives; whoever may not see a room is told that there is none
  if (/^(dm|priv):/.test(room)) return refusal('not_found', 'There is no such room.')
  return undefined
}
