import type { ChatClient } from '../../../client/types.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { backTo, placeIn } from './place.ts'
import type { RoomsHost } from './rooms-host.ts'
import { Visits } from './visits.ts'

/** The rooms that are followed: that which is shown, those of the page's list, and the last few that were looked at. */
export class FollowedRooms {
  readonly #host: RoomsHost
  readonly #stores = new Map<string, RoomStore>()
  readonly #visits = new Visits()
  #client: ChatClient | undefined
  #me: string | undefined

  constructor(host: RoomsHost) {
    this.#host = host
  }

  get all(): ReadonlyMap<string, RoomStore> {
    return this.#stores
  }

  /** Follows what is to be followed now, and lets go of the rest. */
  look(): void {
    const client = this.#host.client()
    const me = client?.user?.id
    if (client !== this.#client || me !== this.#me) {
      // what another one looked at is none of who comes
      if (me !== undefined && this.#me !== undefined && me !== client?.guestId) this.#visits.clear()
      if (client !== this.#client) {
        this.stop()
        this.#host.hold(room => (this.#wanted.includes(room) ? this.#stores.get(room) : undefined))
      }
      this.#client = client
      this.#me = me
    }
    const shown = this.#host.shown()
    if (!client || !shown) return
    const before = this.#stores.get(shown.room.name)
    if (before !== shown) before?.stop()
    this.#stores.set(shown.room.name, shown)
    const wanted = this.#wanted
    for (const [name, store] of this.#stores) {
      if (store === shown || wanted.includes(name)) continue
      this.#stores.delete(name)
      this.#host.leave(store)
    }
    for (const name of wanted) this.#open(name)
  }

  /** Shows a room; who comes back to it finds their place. Throws ChatError `invalid_room`. */
  go(room: string): void {
    const shown = this.#host.shown()
    if (!shown || shown.room.name === room) return
    const { root, toMessage } = this.#host
    this.#visits.leave(shown.room.name, placeIn(root, shown))
    const store = this.#open(room)
    this.#host.go(store)
    const place = this.#visits.placeIn(room)
    if (place) backTo(root, store, place, toMessage)
  }

  /** A room is left for good. */
  forget(room: string): void {
    this.#visits.forget(room)
  }

  stop(): void {
    const shown = this.#host.shown()
    for (const store of this.#stores.values()) if (store !== shown) store.stop()
    this.#stores.clear()
  }

  get #wanted(): string[] {
    return this.#visits.others(this.#host.shown()?.room.name ?? '', this.#host.listed())
  }

  #open(room: string): RoomStore {
    const store = this.#stores.get(room) ?? this.#host.follow(room)
    this.#stores.set(room, store)
    return store
  }
}
