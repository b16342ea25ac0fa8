import type { RoomHost } from './room-host.ts'

/** From one word about what was read to the next, in ms. */
const GAP_MS = 2_000

/**
 * Tells the server how far rooms were read: at once, then at most every other second, the highest of each room, and what waits
 * when the page is hidden, which may be its end. Without a connection it waits for what is read next, since a mark that is lost
 * only shows a message as new once more. A mark is of who was here when it was made, and never goes out in the name of another.
 */
export class ReadMarks {
  readonly #host: RoomHost
  readonly #waiting = new Map<string, { upTo: number; epoch: string | undefined; user: string }>()
  #pause: (() => void) | undefined

  constructor(host: RoomHost) {
    this.#host = host
    const stop = new AbortController()
    const { document } = globalThis as { document?: Document }
    const hidden = () => {
      if (document?.visibilityState !== 'hidden') return
      this.#pause?.()
      this.#tell()
    }
    document?.addEventListener('visibilitychange', hidden, stop)
    host.atEnd.push(() => {
      stop.abort()
      this.#pause?.()
    })
  }

  add(room: string, upTo: number, epoch: string | undefined): void {
    this.#dropForeign()
    const { user } = this.#host
    const before = this.#waiting.get(room)
    if (!user || (before && before.epoch === epoch && before.upTo >= upTo)) return
    this.#waiting.set(room, { upTo, epoch, user: user.id })
    if (!this.#pause) this.#tell()
  }

  /** What waits of a room is true no more. */
  forget(room: string): void {
    this.#waiting.delete(room)
  }

  /** Somebody else may be here by now; a guest who became an account goes on. */
  #dropForeign(): void {
    const { user: now, guestId } = this.#host
    for (const [room, { user }] of this.#waiting) if (user !== now?.id && user !== guestId) this.#waiting.delete(room)
  }

  #tell(): void {
    const { requests, clock } = this.#host
    this.#pause = undefined
    this.#dropForeign()
    if (this.#waiting.size === 0 || !requests.online) return
    for (const [room, { upTo, epoch }] of this.#waiting) requests.post({ type: 'mark_read', room, upTo, epoch })
    this.#waiting.clear()
    this.#pause = clock.after(GAP_MS, () => this.#tell())
  }
}
