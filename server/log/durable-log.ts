import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Random } from '../ports/random.ts'
import {
  type Appended,
  LogFull,
  LogUnavailable,
  type MessageDraft,
  type Page,
  type PageQuery,
  type Resumed,
  type RoomLog,
  type RoomNews,
} from '../ports/room-log.ts'
import type { SessionStore, StoredSession } from '../ports/session-store.ts'
import type { Store, Write, Written } from '../ports/store.ts'
import { CommitQueue } from './commit-queue.ts'
import { DurableRoom } from './durable-room.ts'
import { Fullness } from './fullness.ts'
import { Recovery } from './recovery.ts'
import { RoomCache, type RoomCacheLimits } from './room-cache.ts'

export interface DurableLogSetup {
  store: Store
  clock: Clock
  random: Random
  log: Log
  limits?: Partial<RoomCacheLimits> | undefined
  /** Memory for what waits for the store. Bytes; 32 MB if left out. */
  unstoredBytes?: number | undefined
  /** Gets what a subscriber threw. */
  onFault: (error: unknown) => void
}

const DEFAULTS: RoomCacheLimits = { rooms: 10_000, eventsPerRoom: 1_000, bytes: 64 * 1_048_576 }
/** What is read of a room at once: as many as anybody resumes, and little more than the page that is asked for. */
const RECENT = { limit: 300, maxBytes: 128_000 }
const TRIM_EVERY_MS = 30_000
const TRIM_AGAIN_MS = 100

/** The room log over a store: order and durability are the store's, recent events are in memory. */
export class DurableLog implements RoomLog, SessionStore {
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  readonly #log: Log
  readonly #rooms: RoomCache<DurableRoom>
  readonly #queue: CommitQueue
  readonly #recovery: Recovery
  /** What the machine's clock said at the start, less what the even one did. */
  readonly #start: number
  readonly #fullness: Fullness
  #cancelTrim: () => void
  #closed = false

  constructor({ store, clock, random, log, limits, unstoredBytes, onFault }: DurableLogSetup) {
    this.#store = store
    this.#clock = clock
    this.#random = random
    this.#log = log
    this.#start = clock.now() - clock.elapsed()
    this.#rooms = new RoomCache({ ...DEFAULTS, ...limits }, name => new DurableRoom(name, onFault))
    this.#queue = new CommitQueue(
      store,
      clock,
      {
        committed: (write, written) => this.#committed(write, written),
        failed: error => {
          log.error({ err: error }, 'the store failed; nothing is taken until it works again')
          this.#recovery.begin()
        },
      },
      unstoredBytes,
    )
    this.#recovery = new Recovery({
      store,
      clock,
      rooms: () => this.#rooms.all(),
      deliver: (room, event) => this.#deliver(room, event),
      reset: (room, head) => this.#reset(room, head),
      done: () => {
        log.info({}, 'the store works again')
        this.#queue.reopen()
      },
      failed: error => log.warn({ err: error }, 'the store still fails'),
    })
    this.#fullness = new Fullness(() => store.full(), clock, log)
    this.#cancelTrim = clock.after(TRIM_EVERY_MS, () => void this.#trim())
  }

  async append({ room, user, cid, text }: MessageDraft, lingerMs?: number): Promise<Appended> {
    const [id, sentAt] = [this.#random.id(), this.#clock.now()]
    const write = { kind: 'event', room, user, cid, text, id, sentAt } as const
    const written = await this.#queue.push(write, lingerMs).catch(error => {
      if (error instanceof LogFull) this.#fullness.found(true)
      throw error
    })
    if (!written) throw new LogUnavailable('The store has no place for it.')
    return written
  }

  async head(name: string): Promise<Position> {
    return (await this.#read(name)).head ?? this.#recovery.fenced(this.#store.head(name))
  }

  async resume(name: string, from: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Promise<Resumed> {
    const room = await this.#read(name)
    const recent = room.resume(from, limit, maxBytes)
    return recent ?? this.#recovery.fenced(this.#store.resume(name, from, limit, maxBytes))
  }

  async page(name: string, query: PageQuery): Promise<Page> {
    return (await this.#read(name)).page(query) ?? this.#recovery.fenced(this.#store.page(name, query))
  }

  /** Throws LogUnavailable when there is no place for another room. */
  subscribe(name: string, listener: (news: RoomNews) => void): () => void {
    const room = this.#room(name)
    this.#rooms.pin(room)
    const stop = room.followers.add(room.deliveredSeq ?? 0, listener)
    return () => {
      stop()
      this.#rooms.touch(room)
    }
  }

  sessions(): Promise<StoredSession[]> {
    return this.#store.sessions()
  }

  async keepSession(session: StoredSession, lingerMs?: number): Promise<void> {
    await this.#queue.push({ kind: 'session', session }, lingerMs)
  }

  async dropSessions(tokenHashes: readonly string[]): Promise<void> {
    await this.#queue.push({ kind: 'sessionEnds', tokenHashes })
  }

  ready(): boolean {
    return this.#queue.open && !this.#fullness.full
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#cancelTrim()
    this.#fullness.stop()
    this.#recovery.stop()
    await this.#queue.close()
    await this.#store.close()
    this.#rooms.clear()
  }

  #room(name: string): DurableRoom {
    if (this.#closed) throw new LogUnavailable('The room log is closed.')
    return this.#rooms.open(name)
  }

  /** The room, once its recent events were read; all who ask meanwhile wait for the one answer. */
  #read(name: string): DurableRoom | Promise<DurableRoom> {
    const room = this.#room(name)
    if (room.epoch !== undefined) return room
    room.reading ??= this.#readRecent(room).finally(() => {
      room.reading = undefined
    })
    return room.reading.then(() => room)
  }

  async #readRecent(room: DurableRoom): Promise<void> {
    const { head, messages, more } = await this.#recovery.fenced(this.#store.page(room.name, RECENT))
    // more was told meanwhile: what was read is no longer the end
    if (head.seq < (room.deliveredSeq ?? 0)) return
    const oldest = messages[0]?.seq ?? head.seq + 1
    this.#restart(room, head.epoch, oldest - 1)
    room.oldestStoredSeq = more ? undefined : oldest
    for (const message of messages) this.#rooms.append(room, { type: 'new_message', ...message })
    // what is committed and not told yet is told later
    room.deliveredSeq ??= head.seq
  }

  #restart(room: DurableRoom, epoch: string | undefined, last: number): void {
    this.#rooms.dropBefore(room, Number.POSITIVE_INFINITY)
    room.events.restart(last)
    room.epoch = epoch
  }

  #committed(write: Write, written: Written | undefined): void {
    if (write.kind !== 'event' || !written || written.duplicate) return
    const room = this.#rooms.known(write.room)
    if (!room) return
    const { seq, id, sentAt } = written
    const { user, cid, text } = write
    this.#deliver(room, { type: 'new_message', room: room.name, seq, id, cid, user, text, sentAt })
  }

  #deliver(room: DurableRoom, event: DurableEvent): void {
    if (room.goesOn(event)) this.#rooms.append(room, event)
    else if (room.epoch !== undefined) this.#restart(room, undefined, 0)
    room.deliveredSeq = event.seq
    room.followers.tell(event)
  }

  #reset(room: DurableRoom, head: Position): void {
    this.#restart(room, undefined, 0)
    room.deliveredSeq = head.seq
    room.followers.tell({ type: 'reset', head })
  }

  async #trim(): Promise<void> {
    let again = TRIM_EVERY_MS
    try {
      if (this.#queue.open) again = await this.#trimOnce()
    } catch (error) {
      this.#log.error({ err: error }, 'old messages could not be given up')
    }
    if (!this.#closed) this.#cancelTrim = this.#clock.after(again, () => void this.#trim())
  }

  async #trimOnce(): Promise<number> {
    // a clock that is set forward by mistake makes no message old
    const now = Math.min(this.#clock.now(), this.#start + this.#clock.elapsed())
    const { rooms, more } = await this.#store.trim(now)
    for (const { room: name, first } of rooms) {
      const room = this.#rooms.known(name)
      if (!room) continue
      this.#rooms.dropBefore(room, first)
      room.oldestStoredSeq = first
    }
    return more ? TRIM_AGAIN_MS : TRIM_EVERY_MS
  }
}
