import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { ROOM_NAME } from '../../sdk/protocol/limits.ts'
import { refusal } from './refusal.ts'

/** A name that only the server gives. */
export const isGivenName = (room: string): boolean => /^(dm|priv):/.test(room)

/** Why a room of this name cannot be; undefined when it can. */
export function refuseRoomName(room: string): Refusal | undefined {
  if (!ROOM_NAME.test(room)) {
    return refusal(
      'invalid_room',
      'A room name has 1 to 64 letters, digits or . _ : - and begins with a letter or digit.',
    )
  }
  // whoever may not see a room is told that there is none
  if (isGivenName(room)) return refusal('not_found', 'There is no such room.')
  return undefined
}
