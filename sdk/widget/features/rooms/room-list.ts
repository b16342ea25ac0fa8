import type { ChatClient } from '../../../client/types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { RoomSummary } from '../../../protocol/records.ts'
import { isAccount } from '../../../protocol/user-of.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { FollowedRooms } from './followed-rooms.ts'
import { inOrder, type RoomRow, titleOf } from './room-row.ts'
import type { RoomsHost } from './rooms-host.ts'

const PAGE = 100
/** Beyond these a reader finds a room by its name alone, if at all. */
const MOST = 500

/** The rooms of one reader: those of the page, those that they have a place in, and those that they are asked into. */
export class RoomList {
  readonly #host: RoomsHost
  readonly #rooms: FollowedRooms
  readonly #changed: () => void
  /** As the server listed them. */
  readonly #known = new Map<string, RoomSummary>()
  /** The counts of the rooms that are followed, as they were told last. */
  #counted = ''
  #client: ChatClient | undefined
  #undo: (() => void)[] = []
  #loading: Promise<void> | undefined
  error: ChatError | undefined

  constructor(host: RoomsHost, rooms: FollowedRooms, changed: () => void) {
    this.#host = host
    this.#rooms = rooms
    this.#changed = changed
  }

  get loading(): boolean {
    return this.#loading !== undefined
  }

  /** In the order in which they are shown. */
  get rows(): RoomRow[] {
    const names = new Set([...this.#rooms.all.keys(), ...this.#host.listed(), ...this.#known.keys()])
    return [...names].map(room => this.#row(room)).sort(inOrder)
  }

  /** What is new in the rooms that are not shown. */
  get unread(): number {
    return this.#sum('unread')
  }

  get mentions(): number {
    return this.#sum('mentions')
  }

  /** Follows the client and the rooms that there are now. */
  look(): void {
    const client = this.#host.client()
    if (client !== this.#client) this.#follow(client)
    const counts = JSON.stringify([...this.#rooms.all.values()].map(store => this.#countsOf(store)))
    if (counts === this.#counted) return
    this.#counted = counts
    this.#changed()
  }

  /** Asks the server anew; those who are no more than guests are only asked about the rooms that were made. */
  load(): Promise<void> {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = undefined
      this.#changed()
    })
    return this.#loading
  }

  /** It is one's own no more. */
  forget(room: string): void {
    this.#known.delete(room)
    this.#changed()
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo()
  }

  #follow(client: ChatClient | undefined): void {
    this.stop()
    this.#client = client
    this.#known.clear()
    if (!client) return
    this.#undo = [
      client.on('session', () => this.#known.clear()),
      client.on('invited', () => void this.load()),
      client.on('read', ({ room, unread, mentions }) => this.#note(room, { unread, mentions })),
      client.on('activity', ({ rooms }) => {
        for (const [room, news] of Object.entries(rooms)) {
          if (this.#known.has(room)) this.#note(room, news)
          else void this.load()
        }
      }),
      client.on('status', ({ status }) => {
        // What came meanwhile was told to nobody
        if (status === 'online' && client.user && isAccount(client.user.id)) void this.load()
      }),
    ]
  }

  #sum(count: 'unread' | 'mentions'): number {
    return this.rows.reduce((sum, row) => (row.shown ? sum : sum + row[count]), 0)
  }

  #countsOf(store: RoomStore): Pick<RoomRow, 'unread' | 'mentions'> | undefined {
    const counted = this.#host.unread(store)
    return counted && { unread: counted.count, mentions: counted.mentions }
  }

  #note(room: string, { unread, mentions }: { unread: number; mentions: number }): void {
    const known = this.#known.get(room)
    if (!known) return
    this.#known.set(room, { ...known, unread, mentions })
    this.#changed()
  }

  async #ask(): Promise<void> {
    const client = this.#client
    if (!client) return
    try {
      const directory = await client.directory()
      const all: RoomSummary[] = []
      for (let after: string | undefined; ; ) {
        const { rooms, next } = await directory.rooms({ after, limit: PAGE })
        all.push(...rooms)
        if (next === undefined || all.length >= MOST) break
        after = next
      }
      if (client !== this.#client) return
      this.#known.clear()
      for (const summary of all) this.#known.set(summary.room, summary)
      this.error = undefined
    } catch (cause) {
      const error = cause as ChatError
      // An older server lists nothing
      this.error = error.code === 'bad_request' ? undefined : error
    }
  }

  #row(room: string): RoomRow {
    const store = this.#rooms.all.get(room)
    const known = this.#known.get(room)
    const { unread = 0, mentions = 0 } = (store && this.#countsOf(store)) ?? known ?? {}
    const shown = this.#host.shown()?.room.name === room
    const last = newestOf(store) ?? known?.last
    return {
      room,
      title: titleOf(room, store?.room.info.kind ? store.room.info : (known ?? {})),
      peer: store?.room.info.peer ?? known?.peer,
      invited: known?.role === 'invited',
      shown,
      unread: shown ? 0 : unread,
      mentions: shown ? 0 : mentions,
      last,
    }
  }
}

/** The newest message of a room that is followed. */
function newestOf(store: RoomStore | undefined): RoomRow['last'] {
  const items = store?.view.log.items ?? []
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at]
    if (item?.kind === 'message' && item.seq > 0) return item
  }
  return undefined
}
