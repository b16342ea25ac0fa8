import { BoundedMap } from '../core/bounded-map.ts'

/** People in rooms; of more the oldest may write sooner than they should. */
const MOST = 100_000

/** Who wrote last when, in rooms in which everybody has to wait between two messages. */
export class SlowMode {
  readonly #last = new BoundedMap<number>(MOST)

  /** 0: they may, and it is counted until `giveBack`; else the ms to wait. */
  take(room: string, user: string, slowMs: number, now: number): number {
    const key = keyOf(room, user)
    const wait = (this.#last.get(key) ?? Number.NEGATIVE_INFINITY) + slowMs - now
    if (wait > 0) return Math.ceil(wait)
    this.#last.set(key, now)
    return 0
  }

  /** Nothing came of what was counted at this time. */
  giveBack(room: string, user: string, at: number): void {
    const key = keyOf(room, user)
    if (this.#last.get(key) === at) this.#last.set(key, Number.NEGATIVE_INFINITY)
  }
}

const keyOf = (room: string, user: string) => `${room} ${user}`
