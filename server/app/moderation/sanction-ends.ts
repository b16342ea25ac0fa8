import type { Clock } from '../../ports/clock.ts'

/** A timer runs no longer than this, and looks again. ms. */
const MOST_MS = 3_600_000

export interface SanctionEndsDeps {
  clock: Clock
  /** ms since the Unix epoch. */
  timeOfDay: () => number
  /** Something that was laid on somebody in this room has ended. */
  ended: (user: string, room: string) => void
}

/** Knows when what was laid on those who are here ends by itself. It holds as many as sanctioned people are in rooms. */
export class SanctionEnds {
  readonly #deps: SanctionEndsDeps
  readonly #due = new Map<string, { user: string; room: string; at: number }>()
  #cancel: (() => void) | undefined
  #next = Number.POSITIVE_INFINITY

  constructor(deps: SanctionEndsDeps) {
    this.#deps = deps
  }

  get size(): number {
    return this.#due.size
  }

  /** `at`: when the first of theirs ends, in ms since the Unix epoch; undefined: none does. */
  follow(user: string, room: string, at: number | undefined): void {
    const key = `${user} ${room}`
    if (at === undefined) {
      this.#due.delete(key)
      return
    }
    this.#due.set(key, { user, room, at })
    if (at < this.#next) this.#arm(at)
  }

  #arm(at: number): void {
    this.#cancel?.()
    this.#next = at
    const { clock, timeOfDay } = this.#deps
    const wait = Math.min(MOST_MS, Math.max(0, at - timeOfDay()))
    this.#cancel = at === Number.POSITIVE_INFINITY ? undefined : clock.after(wait, () => this.#look())
  }

  #look(): void {
    const { timeOfDay, ended } = this.#deps
    const now = timeOfDay()
    const over = [...this.#due].filter(([, { at }]) => at <= now)
    for (const [key] of over) this.#due.delete(key)
    let next = Number.POSITIVE_INFINITY
    for (const { at } of this.#due.values()) next = Math.min(next, at)
    this.#arm(next)
    for (const [, { user, room }] of over) ended(user, room)
  }
}
