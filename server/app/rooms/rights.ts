import { allowedActions, type PolicyRoom, type Role, type Standing } from '../../../sdk/protocol/policy.ts'

/** What somebody is in a room, and may. Those who stand alike in it share one. */
export interface Rights {
  readonly place: PolicyRoom
  readonly standing: Standing
  /** What a JoinResult says of it: the inside of an object. */
  readonly json: string
}

/** The rights in one room of everybody on whom nothing was laid: one for each role. */
export class RoomRights {
  readonly #place: PolicyRoom
  readonly #byRole = new Map<Role, Rights>()

  constructor(place: PolicyRoom) {
    this.#place = place
  }

  of(role: Role): Rights {
    const known = this.#byRole.get(role)
    if (known !== undefined) return known
    const standing = { role }
    const place = this.#place
    // nothing of it ends by itself
    const rights = { place, standing, json: encodeRights(standing, place, 0) }
    this.#byRole.set(role, rights)
    return rights
  }
}

function encodeRights(standing: Standing, place: PolicyRoom, now: number): string {
  const can = allowedActions(standing, place, now)
  return `"kind":"${place.kind}","role":"${standing.role}","can":${JSON.stringify(can)}`
}
