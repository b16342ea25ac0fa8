import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import { BoundedMap } from '../core/bounded-map.ts'
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
import { RoomCache, type RoomCacheLimits } from './room-cache.ts'

export interface MemoryLogLimits extends RoomCacheLimits {
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

/** The room log in this process's memory: fast, bounded, and gone with the process; each room's life has an epoch. */
export class MemoryLog implements RoomLog {
  readonly #clock: Clock
  readonly #random: Random
  readonly #rooms: RoomCache<MemoryRoom>
  readonly #sent: BoundedMap<Omit<Appended, 'duplicate'>>
  #open = true

  constructor({ clock, random, limits, onFault = throwLater }: MemoryLogSetup) {
    this.#clock = clock
    this.#random = random
    const all = { ...DEFAULTS, ...limits }
    this.#rooms = new RoomCache(all, name => new MemoryRoom(name, random.id(), onFault))
    this.#sent = new BoundedMap(all.cids)
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
    this.#rooms.append(room, event)
    room.followers.tell(event)
    return { ...sent, duplicate: false }
  }

  async resume(room: string, from: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Promise<Resumed> {
    return this.#room(room).resume(from, limit, maxBytes)
  }

  async page(room: string, query: PageQuery): Promise<Page> {
    return this.#room(room).page(query)
  }

  /** Throws LogUnavailable when there is no place for another room. */
  subscribe(name: string, listener: (news: RoomNews) => void): () => void {
    const room = this.#room(name)
    this.#rooms.pin(room)
    const stop = room.followers.add(room.events.last, listener)
    return () => {
      stop()
      this.#rooms.touch(room)
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
    return this.#rooms.open(name)
  }
}

export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
