import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import {
  type Appended,
  LogUnavailable,
  type MessageDraft,
  type Page,
  type PageQuery,
  type Resumed,
  type RoomLog,
  type RoomNews,
} from '../ports/room-log.ts'
import { MemoryRoom } from './memory-room.ts'
import { Recency } from './recency.ts'
import { RecentMap } from './recent-map.ts'

export interface MemoryLogLimits {
  /** Rooms that are known; beyond, the longest unused room without subscribers is forgotten, empty ones first. */
  rooms: number
  /** Events kept in one room; beyond, its oldest go. */
  eventsPerRoom: number
  /** Memory for all events, estimated; beyond, the oldest of the room that was longest silent go. Bytes. */
  bytes: number
  /** Sent drafts that are known by their `cid`; beyond, the oldest are forgotten. At least half are known. */
  cids: number
}

export interface MemoryLogSetup {
  clock: Clock
  random: Random
  limits?: Partial<MemoryLogLimits> | undefined
  /** Gets what a subscriber threw; without it the process does. */
  onFault?: ((error: unknown) => void) | undefined
}

const DEFAULTS: MemoryLogLimits = { rooms: 10_000, eventsPerRoom: 10_000, bytes: 256 * 1_048_576, cids: 500_000 }
// of an event beside its text: objects, ids, names
const EVENT_BYTES = 400

/** The room log in this process's memory: fast, bounded, and gone with the process; each room's life has an epoch. */
export class MemoryLog implements RoomLog {
  readonly #clock: Clock
  readonly #random: Random
  readonly #limits: MemoryLogLimits
  readonly #onFault: (error: unknown) => void
  readonly #rooms = new Map<string, MemoryRoom>()
  readonly #sent: RecentMap<Omit<Appended, 'duplicate'>>
  // rooms that hold events, by their last one
  readonly #holding = new Recency<MemoryRoom>()
  // rooms without subscribers, by their last use
  readonly #idle = new Recency<MemoryRoom>()
  readonly #idleAndEmpty = new Recency<MemoryRoom>()
  #bytes = 0
  #open = true

  constructor({ clock, random, limits, onFault }: MemoryLogSetup) {
    this.#clock = clock
    this.#random = random
    this.#limits = { ...DEFAULTS, ...limits }
    this.#onFault = onFault ?? throwLater
    this.#sent = new RecentMap(this.#limits.cids)
  }

  async head(room: string): Promise<Position> {
    return this.#room(room).head
  }

  async append(draft: MessageDraft): Promise<Appended> {
    const room = this.#room(draft.room)
    // an epoch is one room's, so what a forgotten room knew is not found again
    const key = `${room.epoch} ${draft.user.id} ${draft.cid}`
    const known = this.#sent.get(key)
    if (known) return { ...known, duplicate: true }
    const sent = { seq: room.events.last + 1, id: this.#random.id(), sentAt: this.#clock.now() }
    const { room: name, user, cid, text } = draft
    const event: DurableEvent = { type: 'new_message', room: name, ...sent, cid, user, text }
    this.#sent.set(key, sent)
    this.#keep(room, event)
    room.deliver(event, this.#onFault)
    return { ...sent, duplicate: false }
  }

  async resume(room: string, from: Position, limit: number): Promise<Resumed> {
    return this.#room(room).resume(from, limit)
  }

  async page(room: string, query: PageQuery): Promise<Page> {
    return this.#room(room).page(query)
  }

  /** Throws LogUnavailable when there is no place for another room. */
  subscribe(name: string, listener: (news: RoomNews) => void): () => void {
    const room = this.#room(name)
    this.#idle.delete(room)
    this.#idleAndEmpty.delete(room)
    const stop = room.subscribe(listener)
    return () => {
      stop()
      this.#used(room)
    }
  }

  ready(): boolean {
    return this.#open
  }

  async close(): Promise<void> {
    this.#open = false
    this.#rooms.clear()
  }

  #room(name: string): MemoryRoom {
    if (!this.#open) throw new LogUnavailable('The room log is closed.')
    let room = this.#rooms.get(name)
    if (!room) {
      if (this.#rooms.size >= this.#limits.rooms) this.#forgetRoom()
      room = new MemoryRoom(name, this.#random.id())
      this.#rooms.set(name, room)
    }
    this.#used(room)
    return room
  }

  #used(room: MemoryRoom): void {
    if (room.hasSubscribers || this.#rooms.get(room.name) !== room) return
    const empty = room.events.last === 0
    if (!empty) this.#idleAndEmpty.delete(room)
    const list = empty ? this.#idleAndEmpty : this.#idle
    list.touch(room)
  }

  #forgetRoom(): void {
    const room = this.#idleAndEmpty.oldest ?? this.#idle.oldest
    if (!room) throw new LogUnavailable('Every place for a room is taken. Try again later.')
    while (room.events.size > 0) this.#dropOldest(room)
    this.#idleAndEmpty.delete(room)
    this.#idle.delete(room)
    this.#rooms.delete(room.name)
  }

  #keep(room: MemoryRoom, event: DurableEvent): void {
    room.events.add(event)
    this.#bytes += sizeOf(event)
    this.#holding.touch(room)
    this.#used(room)
    if (room.events.size > this.#limits.eventsPerRoom) this.#dropOldest(room)
    while (this.#bytes > this.#limits.bytes && this.#holding.oldest) this.#dropOldest(this.#holding.oldest)
  }

  #dropOldest(room: MemoryRoom): void {
    const event = room.events.dropOldest()
    if (event) this.#bytes -= sizeOf(event)
    if (room.events.size === 0) this.#holding.delete(room)
  }
}

function sizeOf(event: DurableEvent): number {
  return EVENT_BYTES + event.text.length * 2
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
