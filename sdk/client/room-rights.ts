import type { Action, Role } from '../protocol/policy.ts'
import type { RoomRights } from './types.ts'

type Told = { role?: Role | undefined; can?: readonly Action[] | undefined }

/** What this person is in a room and may do there, as the server told it last; undefined: an older server, which tells nothing. */
export class OwnRights {
  readonly #changed: (rights: RoomRights) => void
  #now: RoomRights = { role: undefined, can: undefined }

  constructor(changed: (rights: RoomRights) => void) {
    this.#changed = changed
  }

  get now(): RoomRights {
    return this.#now
  }

  hear({ role, can }: Told): void {
    const before = this.#now
    const actions = can && new Set(can)
    if (before.role === role && sameActions(before.can, actions)) return
    this.#now = { role, can: actions }
    this.#changed(this.#now)
  }
}

function sameActions(a: RoomRights['can'], b: RoomRights['can']): boolean {
  if (!a || !b) return a === b
  return a.size === b.size && [...a].every(action => b.has(action))
}
