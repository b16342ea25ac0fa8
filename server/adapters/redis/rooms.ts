import type { Random } from '../../ports/random.ts'
import type { EventWrite, Store, StoreAnswer, Trimmed, Write } from '../../ports/store.ts'
import { available } from './available.ts'
import type { DirectorySide } from './directory-side.ts'
import type { Engine } from './engine.ts'
import { PersonRooms } from './person-rooms.ts'
import { RoomBegins } from './room-begins.ts'
import { readChanges, readOwnReactions } from './room-changes.ts'
import { readRecent, readResumed } from './room-events.ts'
import { readPage } from './room-pages.ts'
import { readReactedBy, readWrittenBy } from './room-personal.ts'
import { searchRoom } from './room-search.ts'
import { type RoomRetention, RoomTrimmer } from './room-trimmer.ts'
import { readUnread } from './room-unread.ts'
import { RoomViews } from './room-views.ts'
import { RoomWriter } from './room-writer.ts'

export interface RedisRoomsSetup {
  engine: Engine
  /** It stands before all keys. */
  prefix: string
  random: Random
  retention: RoomRetention
  people: DirectorySide
  /** ms since the Unix epoch. */
  now: () => number
}

export type RoomWrite = Extract<Write, { kind: 'event' | 'forgetAuthor' | 'forgetNames' }>

type Offered =
  | 'head'
  | 'recent'
  | 'resume'
  | 'page'
  | 'changes'
  | 'search'
  | 'ownReactions'
  | 'unread'
  | 'roomsOfPerson'
  | 'writtenBy'
  | 'reactedBy'
  | 'trim'

/** The rooms of many nodes, in one Redis: what a store offers of rooms. Every method may reject with LogUnavailable. */
export class RedisRooms implements Pick<Store, Offered> {
  readonly #views: RoomViews
  readonly #people: PersonRooms
  readonly #writer: RoomWriter
  readonly #trimmer: RoomTrimmer
  readonly #begins: RoomBegins

  constructor(setup: RedisRoomsSetup) {
    const { engine, prefix, random, retention } = setup
    this.#views = new RoomViews(engine, prefix, random)
    this.#people = new PersonRooms(engine, prefix, this.#views)
    this.#writer = new RoomWriter(setup, this.#views, this.#people)
    this.#trimmer = new RoomTrimmer(engine, prefix, this.#views, retention)
    this.#begins = new RoomBegins(engine, this.#views, retention)
  }

  /** Where the events of a room are told. */
  channel(room: string): string {
    return this.#views.keys(room).channel
  }

  /** The server may be another one, or have lost its data. */
  forget(): void {
    this.#people.forget()
  }

  stop(): void {
    this.#people.stop()
  }

  /** Writes of one room, in their order. */
  commit(room: string, writes: readonly RoomWrite[]): Promise<StoreAnswer[]> {
    return available(this.#commit(room, writes))
  }

  head: Store['head'] = async room => (await available(this.#views.read(room, []))).head
  recent: Store['recent'] = (...asked) => available(readRecent(this.#views, ...asked))
  resume: Store['resume'] = (...asked) => available(readResumed(this.#views, ...asked))
  page: Store['page'] = (...asked) => available(readPage(this.#views, ...asked))
  changes: Store['changes'] = (...asked) => available(readChanges(this.#views, ...asked))
  search: Store['search'] = (...asked) => available(searchRoom(this.#views, ...asked))
  ownReactions: Store['ownReactions'] = (...asked) => available(readOwnReactions(this.#views, ...asked))
  unread: Store['unread'] = (...asked) => available(readUnread(this.#views, ...asked))
  roomsOfPerson: Store['roomsOfPerson'] = (...asked) => available(this.#people.roomsOf(...asked))
  writtenBy: Store['writtenBy'] = (...asked) => available(readWrittenBy(this.#views, ...asked))
  reactedBy: Store['reactedBy'] = (...asked) => available(readReactedBy(this.#views, ...asked))
  trim: Store['trim'] = now => available(this.#trimmer.trim(now))

  /** Where these begin, if another node gives old messages up. */
  begins(rooms: Iterable<string>, now: number): Promise<Trimmed['rooms']> {
    return available(this.#begins.look(rooms, now))
  }

  async #commit(room: string, writes: readonly RoomWrite[]): Promise<StoreAnswer[]> {
    const answers: StoreAnswer[] = []
    this.#trimmer.wrote(room)
    for (let at = 0; at < writes.length; ) {
      const group: EventWrite[] = []
      for (let write = writes[at]; write?.kind === 'event'; write = writes[++at]) group.push(write)
      if (group.length > 0) answers.push(...(await this.#writer.events(room, group)))
      const next = writes[at]
      if (next === undefined || next.kind === 'event') continue
      if (next.kind === 'forgetAuthor') await this.#writer.forgetAuthor(next)
      else await this.#writer.forgetNames(next)
      answers.push(undefined)
      at++
    }
    return answers
  }
}
