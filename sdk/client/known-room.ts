import type { RoomFacts } from './room-facts.ts'
import { RoomWriter } from './room-writer.ts'
import type { Room } from './types.ts'

/** What a room has said of itself to this person. */
export abstract class KnownRoom extends RoomWriter {
  protected abstract readonly facts: RoomFacts

  get role(): Room['role'] {
    return this.facts.rights.role
  }

  get can(): Room['can'] {
    return this.facts.rights.can
  }

  get info(): Room['info'] {
    return this.facts.info
  }
}
