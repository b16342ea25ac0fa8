import type { ChatClient } from '../../client/types.ts'
import type { RoomStore } from '../../store/room-store.ts'

/** Rooms that are shown no more. Each is left once what was written there is sent or refused, unless it is shown again. */
export class LeavingRooms {
  readonly #stores = new Map<string, RoomStore>()
  readonly #left: (room: string) => void

  /** `left`: called at once, also where something waits. */
  constructor(left: (room: string) => void) {
    this.#left = left
  }

  /** At once where nothing waits. */
  async leave(store: RoomStore): Promise<void> {
    const { room } = store
    this.#stores.set(room.name, store)
    this.#left(room.name)
    for (let waiting = waitingIn(store); waiting.length > 0; waiting = waitingIn(store)) {
      await Promise.all(waiting.map(draft => draft.settled))
      if (this.#stores.get(room.name) !== store) return
    }
    this.#stores.delete(room.name)
    store.stop()
    room.leave().catch(() => {})
  }

  /** The one of this name, which is not left then; none where this person is not let in. */
  take(name: string): RoomStore | undefined {
    const store = this.#stores.get(name)
    this.#stores.delete(name)
    const open = ifLetIn(store)
    if (!open) store?.stop()
    return open
  }

  end(): void {
    for (const store of this.#stores.values()) store.stop()
    this.#stores.clear()
  }
}

const waitingIn = ({ room }: RoomStore) => room.drafts.filter(({ state }) => state.status === 'pending')

/** Who is not let in asks anew by another one. */
export const ifLetIn = (store: RoomStore | undefined) => (store?.room.state.status === 'refused' ? undefined : store)

/** A page may be in a room by itself, whose first messages came then: they come again with another join. */
export function comeAnew(client: ChatClient, name: string): void {
  const room = client.rooms().find(each => each.name === name)
  if (room?.state.status === 'joined') room.leave().catch(() => {})
}
