import type { RoomHost } from './room-host.ts'

/** What changes in this time is counted at once, in ms; up to as long again, so that not all who are in a room ask together. */
const WAIT_MS = 1_000

/**
 * Asks the server to count anew what is not read of rooms. A mark at 0 moves nothing, and the server says with a `read` where
 * its reader stands, as after every mark. Without a connection it is left out, since the next join says it.
 */
export class Recount {
  readonly #host: RoomHost
  readonly #rooms = new Set<string>()
  #cancel: (() => void) | undefined

  constructor(host: RoomHost) {
    this.#host = host
    host.atEnd.push(() => this.#cancel?.())
  }

  /** Soon, once for many. */
  ask(room: string): void {
    const { clock, random } = this.#host
    this.#rooms.add(room)
    this.#cancel ??= clock.after(WAIT_MS * (1 + random()), () => this.#tell())
  }

  #tell(): void {
    const { requests } = this.#host
    this.#cancel = undefined
    if (requests.online) for (const room of this.#rooms) requests.post({ type: 'mark_read', room, upTo: 0 })
    this.#rooms.clear()
  }
}
