import { ChatError } from '../lib/chat-error.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { RoomHost } from './room-host.ts'
import type { Room } from './types.ts'

/** What changes in this time is counted at once, in ms; up to as long again, so that not all who are in a room ask together. */
const WAIT_MS = 1_000

/**
 * Asks the server anew what is not read of rooms that are joined. It says so in the answer to a join, with the seq as of
 * which that is; from where the client stands nothing else is in it, and who is in the room already stays there.
 */
export class Recount {
  readonly #host: RoomHost
  /** What will be asked, of each room once. */
  readonly #soon = new Map<string, Promise<JoinedRoom>>()
  readonly #cancel = new Set<() => void>()

  constructor(host: RoomHost) {
    this.#host = host
    host.atEnd.push(() => {
      for (const cancel of this.#cancel) cancel()
    })
  }

  /** The same promise for all who ask before it goes out. */
  of(room: Room): Promise<JoinedRoom> {
    const { name } = room
    const soon = this.#soon.get(name) ?? this.#wait().then(() => this.#ask(room))
    this.#soon.set(name, soon)
    return soon
  }

  #wait(): Promise<void> {
    const { clock, random } = this.#host
    return new Promise(resolve => {
      const cancel = clock.after(WAIT_MS * (1 + random()), () => {
        this.#cancel.delete(cancel)
        resolve()
      })
      this.#cancel.add(cancel)
    })
  }

  async #ask({ name, state }: Room): Promise<JoinedRoom> {
    this.#soon.delete(name)
    // Whoever left is not to come back by this, and a join that is under way says it, too
    if (state.status !== 'joined') throw new ChatError('not_joined', 'Join this room first.')
    return this.#host.requests.promise<'join'>({ type: 'join', room: name, ...state.position })
  }
}
