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
    if (before.role === role && `${[...(before.can ?? [])]}` === `${can ?? []}`) return
    this.#now = { role, can: can && new Set(can) }
    this.#changed(this.#now)
  }
}
