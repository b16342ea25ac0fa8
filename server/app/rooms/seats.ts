import { allowedActions, type PolicyRoom, type Role, type Standing } from '../../../sdk/protocol/policy.ts'

/** What somebody who joined a room is in it, and may. Those who stand alike in it share one. */
export interface SeatIn<Room> {
  readonly room: Room
  readonly place: PolicyRoom
  readonly standing: Standing
  /** What a JoinResult says of it: the inside of an object. */
  readonly json: string
}

/** What every room is to the policy. */
export const OPEN_ROOM: PolicyRoom = { kind: 'open' }

/** The seats of everybody in one room on whom nothing was laid: one for each role. */
export class Seats<Room> {
  readonly #room: Room
  readonly #place: PolicyRoom
  readonly #byRole = new Map<Role, SeatIn<Room>>()

  constructor(room: Room, place: PolicyRoom) {
    this.#room = room
    this.#place = place
  }

  of(role: Role): SeatIn<Room> {
    const known = this.#byRole.get(role)
    if (known !== undefined) return known
    const standing = { role }
    const place = this.#place
    // nothing of it ends by itself
    const seat = { room: this.#room, place, standing, json: encodeRights(standing, place, 0) }
    this.#byRole.set(role, seat)
    return seat
  }
}

function encodeRights(standing: Standing, place: PolicyRoom, now: number): string {
  const can = allowedActions(standing, place, now)
  return `"kind":"${place.kind}","role":"${standing.role}","can":${JSON.stringify(can)}`
}
