import type { Incoming } from './import-rows.ts'
import { LinePlaces } from './line-places.ts'

/** What is known of a room while the lines of an import come into it. */
export class IncomingRoom implements Incoming {
  readonly keeps: boolean
  hasMessages = false
  /** Anything of them was not here yet. */
  isAdded = false
  readonly #places: LinePlaces

  constructor(keeps: boolean, places = new LinePlaces()) {
    this.keeps = keeps
    this.#places = places
  }

  /** The same, but from here on the next lines come behind what others wrote. */
  behind(): IncomingRoom {
    const behind = new IncomingRoom(false, this.#places)
    behind.hasMessages = this.hasMessages
    behind.isAdded = this.isAdded
    return behind
  }

  placeOf(line: number): number | undefined {
    return this.#places.get(line)
  }

  note(line: number, place: number): void {
    this.hasMessages = true
    this.#places.set(line, place)
  }
}
