import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import type { Active } from '../hub-context.ts'
import type { Seat } from './seat.ts'

/** The seat of a request that is for who has joined. */
export function findSeat(active: Active, name: string): { ok: true; value: Seat } | { ok: false; refusal: Refusal } {
  const value = active.joined.find(({ room }) => room.name === name && !room.gone)
  if (value !== undefined) return { ok: true, value }
  return { ok: false, refusal: refuseRoomName(name) ?? refusal('not_joined', 'Join this room first.') }
}
