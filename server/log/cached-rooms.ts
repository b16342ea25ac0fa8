import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { foldPins } from '../../sdk/protocol/fold-pins.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Store } from '../ports/store.ts'
import { DurableRoom } from './durable-room.ts'
import { RoomCache, type RoomCacheLimits } from './room-cache.ts'

export interface CachedRoomsSetup {
  store: Store
  limits?: Partial<RoomCacheLimits> | undefined
  /** Rejects a read that may be out of date. */
  fenced<T>(read: Promise<T>): Promise<T>
  /** Gets what a subscriber threw. */
  onFault: (error: unknown) => void
  /** A room is known no more. */
  forgotten?: ((room: DurableRoom) => void) | undefined
}

const DEFAULTS: RoomCacheLimits = { rooms: 10_000, eventsPerRoom: 1_000, bytes: 64 * 1_048_576 }
/** What is read of a room at once: as many as anybody resumes, and little more than the page that is asked for. */
const RECENT = { limit: 300, maxBytes: 128_000 }
/** Of a room without a message. */
const NONE = Number.POSITIVE_INFINITY

/** The rooms of a store as far as they are known here: their recent events, and who follows them. */
export class CachedRooms {
  readonly #setup: CachedRoomsSetup
  readonly #rooms: RoomCache<DurableRoom>
  #closed = false

  constructor(setup: CachedRoomsSetup) {
    const { store, limits, onFault, forgotten } = setup
    this.#setup = setup
    this.#rooms = new RoomCache(
      { ...DEFAULTS, ...limits },
      name => new DurableRoom(name, onFault),
      room => {
        store.forget?.(room.name)
        forgotten?.(room)
      },
    )
  }

  /** The room, known from now on. Throws LogUnavailable when there is no place for another one. */
  room(name: string): DurableRoom {
    if (this.#closed) throw new LogUnavailable('The room log is closed.')
    return this.#rooms.open(name)
  }

  known(name: string): DurableRoom | undefined {
    return this.#rooms.known(name)
  }

  all(): Iterable<DurableRoom> {
    return this.#rooms.all()
  }

  /** It has a subscriber. */
  pin(room: DurableRoom): void {
    this.#rooms.pin(room)
  }

  /** It has lost a subscriber. */
  touch(room: DurableRoom): void {
    this.#rooms.touch(room)
  }

  /** The room, once its recent events were read; all who ask meanwhile wait for the one answer. */
  read(room: DurableRoom): DurableRoom | Promise<DurableRoom> {
    if (room.epoch !== undefined) return room
    room.reading ??= this.#readRecent(room).finally(() => {
      room.reading = undefined
    })
    return room.reading.then(() => room)
  }

  deliver(room: DurableRoom, event: DurableEvent): void {
    if (room.goesOn(event)) {
      this.#rooms.append(room, event)
      if (event.type === 'new_message') room.oldestStoredSeq = Math.min(room.oldestStoredSeq, event.seq)
      if ('messageId' in event) {
        this.#rooms.fold(room, event)
        room.pins = foldPins(room.pins, event)
      }
      // what was read may be ahead of what is told
    } else if (room.epoch !== undefined && event.seq > room.events.last) this.#restart(room, undefined, 0)
    room.deliveredSeq = event.seq
    room.followers.tell(event)
  }

  /** What was told of it is void. */
  reset(room: DurableRoom, head: Position): void {
    this.#restart(room, undefined, 0)
    room.deliveredSeq = head.seq
    room.followers.tell({ type: 'reset', head })
  }

  /** Nothing of it is known any more, since nobody tells what happens in it. */
  unread(room: DurableRoom): void {
    this.#restart(room, undefined, 0)
    room.deliveredSeq = undefined
  }

  /** It holds nothing before the message of this seq. */
  trimmed(name: string, first: number): void {
    const room = this.#rooms.known(name)
    if (!room) return
    this.#rooms.dropBefore(room, first)
    room.oldestStoredSeq = first > (room.deliveredSeq ?? 0) ? NONE : first
  }

  close(): void {
    this.#closed = true
  }

  clear(): void {
    this.#rooms.clear()
  }

  async #readRecent(room: DurableRoom): Promise<void> {
    const { store, fenced } = this.#setup
    const { head, first, events, pins } = await fenced(store.recent(room.name, RECENT.limit, RECENT.maxBytes))
    // more was told meanwhile: what was read is no longer the end
    if (head.seq < (room.deliveredSeq ?? 0)) return
    this.#restart(room, head.epoch, (events[0]?.seq ?? head.seq + 1) - 1)
    room.oldestStoredSeq = first > head.seq ? NONE : first
    room.pins = pins
    for (const event of events) this.#rooms.append(room, event)
    // what is committed and not told yet is told later
    room.deliveredSeq ??= head.seq
  }

  #restart(room: DurableRoom, epoch: string | undefined, last: number): void {
    this.#rooms.dropBefore(room, Number.POSITIVE_INFINITY)
    room.events.restart(last)
    room.epoch = epoch
  }
}
