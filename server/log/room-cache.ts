import type { ChangeEvent, DurableEvent } from '../../sdk/protocol/events.ts'
import { LruList } from '../core/lru-list.ts'
import { foldInto } from '../events/fold-into.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { EventRing } from './event-ring.ts'
import type { Followers } from './followers.ts'

export interface RoomCacheLimits {
  /** Rooms that are known; beyond, the longest unused room without subscribers is forgotten, empty ones first. */
  rooms: number
  /** Events kept in one room; beyond, its oldest go. */
  eventsPerRoom: number
  /** Memory for all events; beyond, the oldest of the room that was longest silent go. Bytes. */
  bytes: number
}

export interface CachedRoom {
  readonly name: string
  readonly events: EventRing
  readonly followers: Followers
}

// of an event beside its texts: objects, ids and names; its encoding is kept elsewhere, and bounded there
const EVENT_BYTES = 700
// of each person, emoji or quote beside that
const PART_BYTES = 150
// V8 takes two bytes for each character of a text where one of them needs it
const CHARACTER_BYTES = 2

/** Rooms and their recent events in bounded memory. */
export class RoomCache<Room extends CachedRoom> {
  readonly #limits: RoomCacheLimits
  readonly #make: (name: string) => Room
  readonly #onForget: (room: Room) => void
  readonly #rooms = new Map<string, Room>()
  // rooms that hold events, by their last one
  readonly #holding = new LruList<Room>()
  // rooms without subscribers, by their last use
  readonly #idle = new LruList<Room>()
  readonly #idleAndEmpty = new LruList<Room>()
  #bytes = 0

  constructor(limits: RoomCacheLimits, make: (name: string) => Room, onForget: (room: Room) => void) {
    this.#limits = limits
    this.#make = make
    this.#onForget = onForget
  }

  all(): Iterable<Room> {
    return this.#rooms.values()
  }

  known(name: string): Room | undefined {
    return this.#rooms.get(name)
  }

  /** The room, known from now on. Throws LogUnavailable when there is no place for another one. */
  open(name: string): Room {
    let room = this.#rooms.get(name)
    if (!room) {
      if (this.#rooms.size >= this.#limits.rooms) this.#evictRoom()
      room = this.#make(name)
      this.#rooms.set(name, room)
    }
    this.touch(room)
    return room
  }

  /** It was used, or has lost a subscriber. */
  touch(room: Room): void {
    if (room.followers.some || this.#rooms.get(room.name) !== room) return
    const empty = room.events.last === 0
    if (!empty) this.#idleAndEmpty.delete(room)
    const list = empty ? this.#idleAndEmpty : this.#idle
    list.touch(room)
  }

  /** It has a subscriber. */
  pin(room: Room): void {
    this.#idle.delete(room)
    this.#idleAndEmpty.delete(room)
  }

  append(room: Room, event: DurableEvent): void {
    room.events.add(event)
    this.#bytes += sizeOf(event)
    this.#holding.touch(room)
    this.touch(room)
    if (room.events.size > this.#limits.eventsPerRoom) this.#dropOldest(room)
    while (this.#bytes > this.#limits.bytes && this.#holding.oldest) this.#dropOldest(this.#holding.oldest)
  }

  /** What is held of a room before a change says from now on what it says by it. */
  fold(room: Room, change: ChangeEvent): void {
    const { events } = room
    const replace = (event: DurableEvent) => {
      const before = events.at(event.seq)
      this.#bytes += sizeOf(event) - (before ? sizeOf(before) : 0)
      events.replace(event)
    }
    foldInto({ first: events.first, at: seq => events.at(seq), replace }, change)
  }

  /** Lets go of the events before a seq. */
  dropBefore(room: Room, seq: number): void {
    while (room.events.size > 0 && room.events.first < seq) this.#dropOldest(room)
  }

  clear(): void {
    this.#rooms.clear()
  }

  #evictRoom(): void {
    const room = this.#idleAndEmpty.oldest ?? this.#idle.oldest
    if (!room) throw new LogUnavailable('Every place for a room is taken. Try again later.')
    this.dropBefore(room, Number.POSITIVE_INFINITY)
    this.pin(room)
    this.#rooms.delete(room.name)
    this.#onForget(room)
  }

  #dropOldest(room: Room): void {
    const event = room.events.dropOldest()
    if (event) this.#bytes -= sizeOf(event)
    if (room.events.size === 0) this.#holding.delete(room)
  }
}

function sizeOf(event: DurableEvent): number {
  let text = 'text' in event ? event.text.length : 0
  if (event.type === 'room_changed') text = JSON.stringify(event.changes).length
  let parts = 'mentions' in event ? (event.mentions?.length ?? 0) : 0
  if (event.type === 'reaction') parts += event.users.length
  if (event.type === 'new_message') {
    if (event.replyTo) parts += 3
    for (const { users } of event.reactions ?? []) parts += 1 + users.length
  }
  return EVENT_BYTES + PART_BYTES * parts + text * CHARACTER_BYTES
}
