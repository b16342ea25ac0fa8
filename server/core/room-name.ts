import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { ROOM_NAME } from '../../sdk/protocol/limits.ts'
import { refusal } from './refusal.ts'

/** Whoever may not see a room is told the same as of one that never was. */
export const NO_ROOM: Refusal = refusal('not_found', 'There is no such room.')

/** Why a room of this name cannot be; undefined when it can. */
export function refuseRoomName(room: string): Refusal | undefined {
  if (ROOM_NAME.test(room)) return undefined
  return refusal(
    'invalid_room',
    'A room name has 1 to 64 letters, digits or . _ : - and begins with a letter or digit.',
  )
}

/** A name that only the server gives: of a room that is for those alone who have a place in it. */
export const isGivenName = (room: string): boolean => /^(dm|priv):/.test(room)
