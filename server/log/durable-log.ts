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
import { CachedRooms } from './cached-rooms.ts'
import { CommitLanes, type Commits } from './commit-lanes.ts'
import { CommitQueue } from './commit-queue.ts'
import { DurableDirectory } from './durable-directory.ts'
import type { DurableLogSetup } from './durable-log-setup.ts'
import { DurablePersonalData } from './durable-personal-data.ts'
import type { DurableRoom } from './durable-room.ts'
import { eventWriteOf } from './event-write-of.ts'
import { Fullness } from './fullness.ts'
import { Purge, replacesText } from './purge.ts'
import { Recovery } from './recovery.ts'
import { RoomFeeds } from './room-feeds.ts'
import { Trimmer } from './trimmer.ts'

/** The room log over a store: order and durability are the store's, recent events are in memory. */
export class DurableLog implements RoomLog, SessionStore {
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  readonly #rooms: CachedRooms
  readonly #commits: Commits
  /** Undefined: nobody else writes to the store. */
  readonly #feeds: RoomFeeds | undefined
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
    const fenced = <T>(read: Promise<T>) => this.#recovery.fenced(read)
    this.#rooms = new CachedRooms({ store, limits, fenced, onFault, forgotten: room => this.#feeds?.drop(room) })
    const { shared } = store
    const events = {
      committed: (write: Write, written: Exclude<StoreAnswer, 'full'>) => this.#committed(write, written),
      failed: (error: unknown) => this.#failed(error, log),
    }
    const most = { most: unstoredBytes, gatherMs }
    this.#commits = shared
      ? new CommitLanes(store, shared.laneOf, clock, events, most)
      : new CommitQueue(store, clock, events, most)
    this.#recovery = new Recovery({
      store,
      clock,
      rooms: () => this.#rooms.all(),
      deliver: (room, event) => this.#rooms.deliver(room, event),
      reset: (room, head) => this.#rooms.reset(room, head),
      done: () => {
        log.info({}, 'the store works again')
        this.directory.reset()
        this.#commits.reopen()
      },
      failed: error => log.warn({ err: error }, 'the store still fails'),
    })
    const push = (write: Write) => this.#push(write)
    const ask: Store['directory'] = (what, ...about) => fenced(store.directory(what, ...about))
    this.directory = new DurableDirectory({ clock, ask, push, onFault })
    this.personal = new DurablePersonalData(store, fenced, push)
    this.#feeds =
      shared &&
      new RoomFeeds(
        { feed: shared.feed, store, rooms: this.#rooms, clock, random, missed: () => this.directory.reset() },
        { news: news => this.directory.committed({ news }), missed: () => this.directory.reset() },
      )
    this.#fullness = new Fullness(
      () => store.full(),
      clock,
      log,
      shared ? 'the maxmemory of Redis' : '--max-data, --min-free',
    )
    this.#purge = new Purge(() => store.purge(), clock, log)
    this.#trimmer = new Trimmer({
      trim: now => (this.#commits.open ? store.trim(now) : undefined),
      trimmed: (room, first) => this.#rooms.trimmed(room, first),
      told: news => {
        if (!this.#feeds) this.directory.committed({ news })
      },
      erased: () => this.#purge.due(),
      clock,
      log,
    })
  }

  async append(draft: EventDraft, lingerMs?: number): Promise<Appended | Refused> {
    // a store in memory holds the rooms that are known here
    this.#rooms.room(draft.room)
    const sentAt = this.#clock.now()
    const write = eventWriteOf(draft, eventId(sentAt, this.#random.id()), sentAt)
    const answer = await this.#push(write, lingerMs).catch(error => {
      if (error instanceof LogFull) this.#fullness.found(true)
      throw error
    })
    if (!answer || 'news' in answer) throw new LogUnavailable('The store has no place for it.')
    return answer
  }

  async head(name: string): Promise<Position> {
    return (await this.#read(name))?.head ?? this.#recovery.fenced(this.#store.head(name))
  }

  async resume(name: string, from: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Promise<Resumed> {
    const room = await this.#read(name)
    const isBehind = this.#feeds !== undefined && room?.isBehind(from) === true
    const recent = isBehind ? undefined : room?.resume(from, limit, maxBytes)
    if (recent) return recent
    const resumed = await this.#recovery.fenced(this.#store.resume(name, from, limit, maxBytes))
    // by what others know it has missed something: it says nothing of it before it has read that
    if (isBehind && resumed.head.seq > (room.deliveredSeq ?? 0)) this.#feeds?.missed(room)
    return resumed
  }

  async page(name: string, query: PageQuery): Promise<Page | undefined> {
    return (await this.#read(name))?.page(query) ?? this.#recovery.fenced(this.#store.page(name, query))
  }

  async pins(name: string): Promise<readonly string[]> {
    const room = await this.#read(name)
    return room ? room.pins : (await this.#recovery.fenced(this.#store.recent(name, 1, 1))).pins
  }

  // a store in memory holds the rooms that are known here
  changes: RoomLog['changes'] = async (name, query) =>
    this.#room(name) && this.#recovery.fenced(this.#store.changes(name, query))

  search: RoomLog['search'] = async (name, query) =>
    this.#room(name) && this.#recovery.fenced(this.#store.search(name, query))

  unread: RoomLog['unread'] = async (name, after, ids) =>
    this.#room(name) && this.#recovery.fenced(this.#store.unread(name, after, ids))

  ownReactions: RoomLog['ownReactions'] = (...asked) => this.#store.ownReactions(...asked)

  /** Throws LogUnavailable when there is no place for another room. */
  subscribe(name: string, listener: (news: RoomNews) => void): () => void {
    const room = this.#rooms.room(name)
    this.#rooms.pin(room)
    this.#feeds?.follow(room)
    const stop = room.followers.add(room.deliveredSeq ?? 0, listener)
    return () => {
      stop()
      this.#rooms.touch(room)
      if (!room.followers.some) this.#feeds?.leave(room)
    }
  }

  sessions: SessionStore['sessions'] = () => this.#store.sessions()

  async keepSession(session: StoredSession, lingerMs?: number): Promise<void> {
    await this.#push({ kind: 'session', session }, lingerMs)
  }

  async dropSessions(tokenHashes: readonly string[]): Promise<void> {
    await this.#push({ kind: 'sessionEnds', tokenHashes })
  }

  ready(): boolean {
    return this.#commits.open && this.#feeds?.current !== false && !this.#fullness.full
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#rooms.close()
    this.#trimmer.stop()
    this.#fullness.stop()
    this.#purge.stop()
    this.#recovery.stop()
    await this.#commits.close()
    this.#feeds?.stop()
    this.directory.close()
    await this.#store.close()
    this.#rooms.clear()
  }

  /** Rejects while it is not known here what others do. */
  async #push(write: Write, lingerMs?: number): Promise<Exclude<StoreAnswer, 'full'>> {
    this.#feeds?.check()
    return this.#commits.push(write, lingerMs)
  }

  #room(name: string): DurableRoom {
    this.#feeds?.check()
    return this.#rooms.room(name)
  }

  /** The room, with its recent events; undefined: it is not followed here, and the store has to be asked. */
  #read(name: string): DurableRoom | undefined | Promise<DurableRoom | undefined> {
    const room = this.#room(name)
    if (!this.#feeds) return this.#rooms.read(room)
    if (this.#feeds.isCurrent(room)) return this.#rooms.read(room)
    return this.#feeds.ready(room).then(isFollowed => (isFollowed ? this.#rooms.read(room) : undefined))
  }

  #committed(write: Write, answer: Exclude<StoreAnswer, 'full'>): void {
    if (replacesText(write, answer)) this.#purge.due()
    // what is committed to a store of many is told by its feed alone: one path, one order
    if (this.#feeds) return
    if (answer && 'news' in answer) this.directory.committed(answer)
    else if (write.kind === 'event' && answer && !('refused' in answer) && !answer.duplicate) {
      const room = answer.held === undefined ? this.#rooms.known(write.room) : undefined
      if (room) this.#rooms.deliver(room, eventOf(write, answer))
      if (answer.told) this.directory.committed({ news: answer.told })
    }
  }

  #failed(error: unknown, log: Log): void {
    if (this.#feeds) log.warn({ err: error }, 'the store did not take a group')
    else {
      log.error({ err: error }, 'the store failed; nothing is taken until it works again')
      this.#recovery.begin()
    }
  }
}
