import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { allowedActions, type PolicyRoom, type Role, type Standing } from '../../../sdk/protocol/policy.ts'
import { refusal } from '../../core/refusal.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import type { Active } from '../hub-context.ts'
import type { LiveRoom } from './live-room.ts'

/** What somebody has in a room that they joined. Those who stand alike in it share one. */
export interface Seat {
  readonly room: LiveRoom
  readonly place: PolicyRoom
  readonly standing: Standing
  /** What a JoinResult says of it: the inside of an object. */
  readonly rights: string
}

/** The seats of a room for everybody on whom nothing was laid: one for each role. */
export class Seats {
  readonly #room: LiveRoom
  readonly #place: PolicyRoom
  readonly #byRole = new Map<Role, Seat>()

  constructor(room: LiveRoom, place: PolicyRoom) {
    this.#room = room
    this.#place = place
  }

  of(role: Role): Seat {
    const known = this.#byRole.get(role)
    if (known !== undefined) return known
    const standing = { role }
    // nothing of it ends by itself
    const place = this.#place
    const seat = { room: this.#room, place, standing, rights: encodeRights(standing, place, 0) }
    this.#byRole.set(role, seat)
    return seat
  }
}

function encodeRights(standing: Standing, room: PolicyRoom, now: number): string {
  const can = allowedActions(standing, room, now)
  return `"kind":"${room.kind}","role":"${standing.role}","can":${JSON.stringify(can)}`
}

/** The seat of a request that is for who has joined. */
export function findSeat(active: Active, name: string): { ok: true; value: Seat } | { ok: false; refusal: Refusal } {
  const value = active.joined.find(({ room }) => room.name === name && !room.gone)
  if (value !== undefined) return { ok: true, value }
  return { ok: false, refusal: refuseRoomName(name) ?? refusal('not_joined', 'Join this room first.') }
}
