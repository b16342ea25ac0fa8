import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { foldPins } from '../../sdk/protocol/fold-pins.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import { eventId } from '../core/event-id.ts'
import { eventOf } from '../events/event-of.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Random } from '../ports/random.ts'
import {
  type Appended,
  type EventDraft,
  LogFull,
  LogUnavailable,
  type Page,
  type PageQuery,
  type Refused,
  type Resumed,
  type RoomLog,
  type RoomNews,
} from '../ports/room-log.ts'
import type { SessionStore, StoredSession } from '../ports/session-store.ts'
import type { Store, StoreAnswer, Write } from '../ports/store.ts'
import { CommitQueue } from './commit-queue.ts'
import { DurableDirectory } from './durable-directory.ts'
import type { DurableLogSetup } from './durable-log-setup.ts'
import { DurablePersonalData } from './durable-personal-data.ts'
import { DurableRoom } from './durable-room.ts'
import { eventWriteOf } from './event-write-of.ts'
import { Fullness } from './fullness.ts'
import { Purge, replacesText } from './purge.ts'
import { Recovery } from './recovery.ts'
import { RoomCache, type RoomCacheLimits } from './room-cache.ts'
import { Trimmer } from './trimmer.ts'

const DEFAULTS: RoomCacheLimits = { rooms: 10_000, eventsPerRoom: 1_000, bytes: 64 * 1_048_576 }
/** What is read of a room at once: as many as anybody resumes, and little more than the page that is asked for. */
const RECENT = { limit: 300, maxBytes: 128_000 }
/** Of a room without a message. */
const NONE = Number.POSITIVE_INFINITY

/** The room log over a store: order and durability are the store's, recent events are in memory. */
export class DurableLog implements RoomLog, SessionStore {
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  readonly #rooms: RoomCache<DurableRoom>
  readonly #queue: CommitQueue
  readonly #recovery: Recovery
  readonly #fullness: Fullness
  readonly #purge: Purge
  readonly #trimmer: Trimmer
  /** What is known of people and rooms, in the same store; it ends with this log. */
  readonly directory: DurableDirectory
  /** What the rooms hold of one person. */
  readonly personal: DurablePersonalData
  #closed = false

  constructor({ store, clock, random, log, limits, unstoredBytes, gatherMs, onFault }: DurableLogSetup) {
    this.#store = store
    this.#clock = clock
    this.#random = random
    this.#rooms = new RoomCache(
      { ...DEFAULTS, ...limits },
      name => new DurableRoom(name, onFault),
      name => store.forget?.(name),
    )
    const committed = (write: Write, written: Exclude<StoreAnswer, 'full'>) => this.#committed(write, written)
    const failed = (error: unknown) => this.#failed(error, log)
    this.#queue = new CommitQueue(store, clock, { committed, failed }, { most: unstoredBytes, gatherMs })
    this.#recovery = new Recovery({
      store,
      clock,
      rooms: () => this.#rooms.all(),
      deliver: (room, event) => this.#deliver(room, event),
      reset: (room, head) => this.#reset(room, head),
      done: () => {
        log.info({}, 'the store works again')
        this.directory.reset()
        this.#queue.reopen()
      },
      failed: error => log.warn({ err: error }, 'the store still fails'),
    })
    const fenced = <T>(read: Promise<T>) => this.#recovery.fenced(read)
    const push = (write: Write) => this.#queue.push(write)
    const ask: Store['directory'] = (what, ...about) => fenced(store.directory(what, ...about))
    this.directory = new DurableDirectory({ clock, ask, push, onFault })
    this.personal = new DurablePersonalData(store, fenced, push)
    this.#fullness = new Fullness(() => store.full(), clock, log)
    this.#purge = new Purge(() => store.purge(), clock, log)
    this.#trimmer = new Trimmer({
      trim: now => (this.#queue.open ? store.trim(now) : undefined),
      trimmed: (room, first) => this.#trimmed(room, first),
      told: news => this.directory.committed({ news }),
      erased: () => this.#purge.due(),
      clock,
      log,
    })
  }

  async append(draft: EventDraft, lingerMs?: number): Promise<Appended | Refused> {
    // a store in memory holds the rooms that are known here
    this.#room(draft.room)
    const sentAt = this.#clock.now()
    const write = eventWriteOf(draft, eventId(sentAt, this.#random.id()), sentAt)
    const answer = await this.#queue.push(write, lingerMs).catch(error => {
      if (error instanceof LogFull) this.#fullness.found(true)
      throw error
    })
    if (!answer || 'news' in answer) throw new LogUnavailable('The store has no place for it.')
    return answer
  }

  async head(name: string): Promise<Position> {
    return (await this.#read(name)).head ?? this.#recovery.fenced(this.#store.head(name))
  }

  async resume(name: string, from: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Promise<Resumed> {
    const room = await this.#read(name)
    const recent = room.resume(from, limit, maxBytes)
    return recent ?? this.#recovery.fenced(this.#store.resume(name, from, limit, maxBytes))
  }

  async page(name: string, query: PageQuery): Promise<Page | undefined> {
    return (await this.#read(name)).page(query) ?? this.#recovery.fenced(this.#store.page(name, query))
  }

  changes: RoomLog['changes'] = (name, query) => this.#recovery.fenced(this.#store.changes(name, query))
  pins: RoomLog['pins'] = async name => (await this.#read(name)).pins
  ownReactions: RoomLog['ownReactions'] = (...asked) => this.#store.ownReactions(...asked)

  // a store in memory holds the rooms that are known here
  search: RoomLog['search'] = async (name, query) =>
    this.#room(name) && this.#recovery.fenced(this.#store.search(name, query))

  unread: RoomLog['unread'] = async (name, after, ids) =>
    this.#room(name) && this.#recovery.fenced(this.#store.unread(name, after, ids))

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

  sessions: SessionStore['sessions'] = () => this.#store.sessions()

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
    this.#trimmer.stop()
    this.#fullness.stop()
    this.#purge.stop()
    this.#recovery.stop()
    await this.#queue.close()
    this.directory.close()
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
    const { limit, maxBytes } = RECENT
    const { head, first, events, pins } = await this.#recovery.fenced(this.#store.recent(room.name, limit, maxBytes))
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

  #committed(write: Write, answer: Exclude<StoreAnswer, 'full'>): void {
    if (replacesText(write, answer)) this.#purge.due()
    if (answer && 'news' in answer) this.directory.committed(answer)
    else if (write.kind === 'event' && answer && !('refused' in answer) && !answer.duplicate) {
      const room = answer.held === undefined ? this.#rooms.known(write.room) : undefined
      if (room) this.#deliver(room, eventOf(write, answer))
      if (answer.told) this.directory.committed({ news: answer.told })
    }
  }

  #failed(error: unknown, log: Log): void {
    log.error({ err: error }, 'the store failed; nothing is taken until it works again')
    this.#recovery.begin()
  }

  #deliver(room: DurableRoom, event: DurableEvent): void {
    if (room.goesOn(event)) {
      this.#rooms.append(room, event)
      if (event.type === 'new_message') room.oldestStoredSeq = Math.min(room.oldestStoredSeq, event.seq)
      if ('messageId' in event) {
        this.#rooms.fold(room, event)
        room.pins = foldPins(room.pins, event)
      }
    } else if (room.epoch !== undefined) this.#restart(room, undefined, 0)
    room.deliveredSeq = event.seq
    room.followers.tell(event)
  }

  #reset(room: DurableRoom, head: Position): void {
    this.#restart(room, undefined, 0)
    room.deliveredSeq = head.seq
    room.followers.tell({ type: 'reset', head })
  }

  #trimmed(name: string, first: number): void {
    const room = this.#rooms.known(name)
    if (!room) return
    this.#rooms.dropBefore(room, first)
    room.oldestStoredSeq = first > (room.deliveredSeq ?? 0) ? NONE : first
  }
}
