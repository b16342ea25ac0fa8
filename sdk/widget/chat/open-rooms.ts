import type { Clock } from '../../lib/clock.ts'
import type { ClientStore } from '../../store/client-store.ts'
import { RoomStore } from '../../store/room-store.ts'

/** The rooms of one chat that are followed, whichever of them is shown. */
export class OpenRooms {
  readonly #client: ClientStore
  readonly #clock: Clock
  readonly #stores = new Map<string, RoomStore>()

  constructor(client: ClientStore, clock: Clock) {
    this.#client = client
    this.#clock = clock
  }

  get all(): ReadonlyMap<string, RoomStore> {
    return this.#stores
  }

  /** Follows a room from now on. Throws ChatError `invalid_room`. */
  open(room: string, lang: string | undefined): RoomStore {
    const known = this.#stores.get(room)
    if (known) return known
    const store = new RoomStore({ client: this.#client, room, lang, clock: this.#clock })
    this.#stores.set(room, store)
    store.start()
    return store
  }

  /** Lets go of all but these. */
  keepOnly(rooms: readonly string[]): void {
    for (const [name, store] of this.#stores) {
      if (rooms.includes(name)) continue
      this.#stores.delete(name)
      store.stop()
      store.room.leave().catch(() => {})
    }
  }

  /** Lets go of all, which stay as they are. */
  stop(): void {
    for (const store of this.#stores.values()) store.stop()
    this.#stores.clear()
  }
}
