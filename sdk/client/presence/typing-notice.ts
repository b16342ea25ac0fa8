import type { RoomHost } from '../room-host.ts'

/** Tells the room that this user types: once in a while, not at each key press. */
export class TypingNotice {
  readonly #room: string
  readonly #host: RoomHost
  #saidAt = Number.NEGATIVE_INFINITY

  constructor(room: string, host: RoomHost) {
    this.#room = room
    this.#host = host
  }

  say(active: boolean): void {
    const { clock, limits } = this.#host
    // A clock that was set back says nothing of how long ago it was
    const age = Math.abs(clock.now() - this.#saidAt)
    if (active ? age < limits.typingMs / 2 : age >= limits.typingMs) return
    this.#saidAt = active ? clock.now() : Number.NEGATIVE_INFINITY
    this.#host.requests.post({ type: 'typing', room: this.#room, active })
  }

  /** A message ends typing for everybody who sees it. */
  reset(): void {
    this.#saidAt = Number.NEGATIVE_INFINITY
  }
}
