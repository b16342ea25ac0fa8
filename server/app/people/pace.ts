import type { Clock } from '../../ports/clock.ts'

/** Between two deletions in one room, whoever they are of: ten a second. ms. */
const BETWEEN_MS = 100

interface Place {
  /** When the next one is its turn. */
  next: number
  /** How many are busy here. */
  busy: number
}

/** Keeps what is done in each room at a pace at which others go on talking. */
export class Pace {
  readonly #clock: Clock
  readonly #places = new Map<string, Place>()
  readonly #waiting = new Set<() => void>()
  #stopped = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Somebody is busy in a room until the returned function is called. */
  enter(room: string): () => void {
    const place = this.#places.get(room) ?? { next: 0, busy: 0 }
    place.busy++
    this.#places.set(room, place)
    return () => {
      // the next who comes has to keep the distance as well
      if (--place.busy === 0) this.#wait(BETWEEN_MS, () => place.busy === 0 && this.#places.delete(room))
    }
  }

  /** Resolves when it is time for one more, and at once when all has stopped. Only in a room that was entered. */
  async turn(room: string): Promise<void> {
    const place = this.#places.get(room)
    if (place === undefined || this.#stopped) return
    const now = this.#clock.elapsed()
    const at = Math.max(now, place.next)
    place.next = at + BETWEEN_MS
    if (at > now) await new Promise<void>(resolve => this.#wait(at - now, resolve))
  }

  stop(): void {
    this.#stopped = true
    for (const end of [...this.#waiting]) end()
  }

  #wait(ms: number, then: () => void): void {
    const end = () => {
      cancel()
      this.#waiting.delete(end)
      then()
    }
    const cancel = this.#clock.after(ms, end)
    this.#waiting.add(end)
    if (this.#stopped) end()
  }
}
