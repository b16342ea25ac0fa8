import type { Place } from './place.ts'

/** Rooms that are followed on, so that coming back to them takes no time. */
const FOLLOWED = 4
/** Rooms that the page lists beside its own; a connection has 50. */
const LISTED = 20
const PLACES = 50

/** The rooms through which a reader goes, and where they were reading in each. */
export class Visits {
  #last: string[] = []
  readonly #places = new Map<string, Place>()

  /** They go from one room to another. `place`: undefined at the end of the log. */
  leave(room: string, place: Place | undefined): void {
    this.#last = [room, ...this.#last.filter(other => other !== room)].slice(0, FOLLOWED)
    this.#places.delete(room)
    if (place) this.#places.set(room, place)
    for (const oldest of this.#places.keys()) if (this.#places.size > PLACES) this.#places.delete(oldest)
  }

  /** Where they left off. */
  placeIn(room: string): Place | undefined {
    return this.#places.get(room)
  }

  /** What is followed beside the room that is shown. */
  others(shown: string, listed: readonly string[]): string[] {
    return [...new Set([...listed.slice(0, LISTED), ...this.#last])].filter(room => room !== shown)
  }

  /** They are in it no longer. */
  forget(room: string): void {
    this.#last = this.#last.filter(other => other !== room)
    this.#places.delete(room)
  }

  /** Another reader. */
  clear(): void {
    this.#last = []
    this.#places.clear()
  }
}
