import { createHash } from 'node:crypto'
import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import type { Position } from '../../../sdk/protocol/records.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { LruList } from '../../core/lru-list.ts'
import { askTables } from '../../directory/ask-tables.ts'
import type { DirectoryRows } from '../../directory/directory-rows.ts'
import { trimModeration } from '../../directory/trim-moderation.ts'
import { writeDirectory } from '../../directory/write-directory.ts'
import type { KnownEvent } from '../../events/event-rows.ts'
import { writeEvent } from '../../events/write-event.ts'
import type { DirectoryTables } from '../../ports/directory.ts'
import type { ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { Random } from '../../ports/random.ts'
import type {
  Changes,
  ChangesQuery,
  Found,
  OwnReactions,
  Page,
  PageQuery,
  Resumed,
  SearchQuery,
  Unread,
} from '../../ports/room-log.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { Purged, Recent, Store, StoreAnswer, Trimmed, Write } from '../../ports/store.ts'
import { wireBytes } from '../../wire/encode.ts'
import { changesOf, ownReactionsOf } from './changes.ts'
import { MemoryDirectory } from './directory.ts'
import { MemoryEventRows } from './event-rows.ts'
import { eventsOf, messagesOf, newerMessages } from './pages.ts'
import { forgetNames, reactedBy, roomsOfPerson, writtenBy } from './personal-data.ts'
import { bytesOf, CHANGE_BYTES, type MemoryMessage, MemoryRoom } from './room.ts'
import { foundIn } from './search.ts'
import { unreadOf } from './unread.ts'

export interface MemoryStoreLimits {
  /** Events kept in one room; beyond, its oldest go. */
  eventsPerRoom: number
  /** Memory for all events; beyond, the oldest of the room that was longest silent go. Bytes. */
  bytes: number
  /** Sent drafts that are known by their `cid`; beyond, the oldest are forgotten. At least half are known. */
  cids: number
}

export interface MemoryStoreSetup {
  random: Random
  limits?: Partial<MemoryStoreLimits> | undefined
  directory?: DirectoryRows | undefined
}

const DEFAULTS: MemoryStoreLimits = { eventsPerRoom: 10_000, bytes: 256 * 1_048_576, cids: 500_000 }

/** A store in this process's memory: fast, bounded, and gone with the process; each room's life has an epoch. */
export class MemoryStore implements Store {
  readonly #random: Random
  readonly #limits: MemoryStoreLimits
  readonly #rooms = new Map<string, MemoryRoom>()
  /** Rooms that hold events, by their last one. */
  readonly #holding = new LruList<MemoryRoom>()
  readonly #cids: BoundedMap<KnownEvent>
  /** Rooms whose oldest message went, until somebody asks. */
  readonly #trimmed = new Set<MemoryRoom>()
  readonly #directory: DirectoryRows
  #bytes = 0

  constructor({ random, limits, directory }: MemoryStoreSetup) {
    this.#random = random
    this.#limits = { ...DEFAULTS, ...limits }
    this.#cids = new BoundedMap(this.#limits.cids)
    this.#directory = directory ?? new MemoryDirectory({}, createHash('md5').update(random.token()).digest('hex'))
  }

  async commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    return this.apply(group)
  }

  /** The same at once. */
  apply(group: readonly Write[]): StoreAnswer[] {
    return group.map(write => {
      if (write.kind === 'directory') return writeDirectory(this.#directory, write.change)
      if (write.kind === 'forgetAuthor') for (const id of write.ids) this.#rooms.get(write.room)?.authors.delete(id)
      if (write.kind === 'forgetNames') forgetNames(this.#rooms.get(write.room), write)
      if (write.kind !== 'event') return undefined
      const room = this.#room(write.room)
      const answer = writeEvent(new MemoryEventRows(room, this.#cids), this.#directory, write)
      if (!('refused' in answer) && !answer.duplicate && answer.held === undefined) this.#added(room)
      return answer
    })
  }

  async head(name: string): Promise<Position> {
    return positionOf(this.#room(name))
  }

  async resume(name: string, from: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Promise<Resumed> {
    const room = this.#room(name)
    const head = positionOf(room)
    const missing = room.head - from.seq
    const oldest = Math.max(room.first, room.changesFirst)
    const known = from.epoch === room.epoch && Number.isInteger(from.seq) && from.seq >= oldest - 1 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    const events = eventsOf(room, from.seq + 1)
    const bytes = events.reduce((sum, event) => sum + wireBytes(event), 0)
    return bytes > maxBytes ? { head, events: undefined, cut: true } : { head, events }
  }

  async recent(name: string, limit: number, maxBytes: number): Promise<Recent> {
    const room = this.#room(name)
    const events = eventsOf(room, Math.max(room.first, room.changesFirst, room.head - limit + 1))
    let bytes = 0
    let from = events.length
    while (from > 0) {
      bytes += wireBytes(events[from - 1] as DurableEvent)
      if (bytes > maxBytes && from < events.length) break
      from--
    }
    const pins = [...room.pinned].map(seq => room.messages.get(seq) as MemoryMessage)
    pins.sort((a, b) => (b.pinnedAt ?? 0) - (a.pinnedAt ?? 0))
    return {
      head: positionOf(room),
      first: room.oldest ?? room.head + 1,
      events: events.slice(from),
      pins: pins.map(({ message }) => message.id),
    }
  }

  async page(name: string, query: PageQuery): Promise<Page | undefined> {
    const room = this.#room(name)
    const messages = messagesOf(room, query)
    if (messages === undefined) return undefined
    const end = query.before ?? (query.after === undefined ? room.head : query.after) + 1
    const first = messages[0]?.seq ?? end
    const last = messages.at(-1)?.seq ?? end - 1
    return {
      head: positionOf(room),
      messages,
      more: room.oldest !== undefined && first > room.oldest,
      newer: newerMessages(room, last, { limit: 1, maxBytes: 0 }).length > 0,
    }
  }

  async changes(name: string, query: ChangesQuery): Promise<Changes> {
    const room = this.#room(name)
    return { head: positionOf(room), ...changesOf(room, query) }
  }

  async search(name: string, query: SearchQuery): Promise<Found> {
    return foundIn(this.#room(name), query)
  }

  async ownReactions(name: string, user: string, from: number, to: number): Promise<OwnReactions> {
    return ownReactionsOf(this.#room(name), user, from, to)
  }

  async unread(name: string, after: number, ids: readonly string[]): Promise<Unread> {
    return unreadOf(this.#room(name), after, ids)
  }

  async roomsOfPerson(ids: readonly string[], after = '', limit: number): Promise<string[]> {
    return roomsOfPerson(this.#rooms.values(), ids, after, limit)
  }

  async writtenBy(name: string, ids: readonly string[], query: WrittenQuery): Promise<WrittenPage> {
    return writtenBy(this.#room(name), ids, query)
  }

  async reactedBy(name: string, ids: readonly string[], after: number, limit: number): Promise<ReactedPage> {
    return reactedBy(this.#room(name), ids, after, limit)
  }

  async purge(): Promise<Purged> {
    return 'done'
  }

  async full(): Promise<boolean> {
    return false
  }

  async sessions(): Promise<StoredSession[]> {
    return []
  }

  async directory<What extends keyof DirectoryTables>(what: What, ...about: Parameters<DirectoryTables[What]>) {
    return askTables(this.#directory, what, about)
  }

  async trim(now: number): Promise<Trimmed> {
    const rooms = [...this.#trimmed].map(({ name, oldest, head }) => ({ room: name, first: oldest ?? head + 1 }))
    this.#trimmed.clear()
    const { news, more } = trimModeration(this.#directory, now, DEFAULT_LIMITS.dedupeMs)
    return { rooms, more, ...(news.length > 0 && { told: news }) }
  }

  async recover(): Promise<void> {}

  async renew(): Promise<void> {
    for (const room of this.#rooms.values()) room.epoch = this.#random.id()
  }

  forget(name: string): void {
    const room = this.#rooms.get(name)
    if (!room) return
    this.#rooms.delete(name)
    this.#holding.delete(room)
    this.#trimmed.delete(room)
    for (const held of room.messages.values()) this.#bytes -= held.bytes
    this.#bytes -= room.changes.size * CHANGE_BYTES
  }

  async close(): Promise<void> {
    this.#rooms.clear()
  }

  #room(name: string): MemoryRoom {
    let room = this.#rooms.get(name)
    if (!room) {
      room = new MemoryRoom(name, this.#random.id())
      this.#rooms.set(name, room)
    }
    return room
  }

  #added(room: MemoryRoom): void {
    const { eventsPerRoom, bytes } = this.#limits
    const change = room.changes.get(room.head)
    if (change) this.#bytes += CHANGE_BYTES
    const held = room.messages.get(change && 'target' in change ? change.target : room.head)
    if (held) {
      const bytes = bytesOf(held)
      this.#bytes += bytes - held.bytes
      held.bytes = bytes
    }
    this.#holding.touch(room)
    while (room.messages.size + room.changes.size > eventsPerRoom) this.#dropOldest(room)
    while (this.#bytes > bytes && this.#holding.oldest) this.#dropOldest(this.#holding.oldest)
  }

  #dropOldest(room: MemoryRoom): void {
    const { first } = room
    const dropped = room.dropOldest()
    for (const each of dropped) this.#bytes -= 'message' in each ? each.bytes : CHANGE_BYTES
    if (room.first !== first) this.#trimmed.add(room)
    if (room.messages.size + room.changes.size === 0) this.#holding.delete(room)
  }
}

const positionOf = ({ epoch, head }: MemoryRoom): Position => ({ epoch, seq: head })
