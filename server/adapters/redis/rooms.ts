import type { DirectoryRows } from '../../directory/directory-rows.ts'
import type { Random } from '../../ports/random.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import type { EventWrite, Store, StoreAnswer, Write } from '../../ports/store.ts'
import { type Engine, EngineUnavailable } from './engine.ts'
import { PersonRooms } from './person-rooms.ts'
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

  constructor({ engine, prefix, random, retention }: RedisRoomsSetup) {
    this.#views = new RoomViews(engine, prefix, random)
    this.#people = new PersonRooms(engine, prefix, this.#views)
    this.#writer = new RoomWriter(engine, this.#views, this.#people, random)
    this.#trimmer = new RoomTrimmer(engine, prefix, this.#views, retention)
  }

  /**
   * Writes of one room, in their order: what stands between two that forget is one step. `people`: the directory, anew each time
   * a step begins again, since others were faster.
   */
  commit(room: string, writes: readonly RoomWrite[], people: () => DirectoryRows): Promise<StoreAnswer[]> {
    return available(this.#commit(room, writes, people))
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

  async #commit(room: string, writes: readonly RoomWrite[], people: () => DirectoryRows): Promise<StoreAnswer[]> {
    const answers: StoreAnswer[] = []
    this.#trimmer.wrote(room)
    for (let at = 0; at < writes.length; ) {
      const group: EventWrite[] = []
      for (let write = writes[at]; write?.kind === 'event'; write = writes[++at]) group.push(write)
      if (group.length > 0) answers.push(...(await this.#writer.events(room, group, people)))
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

async function available<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof EngineUnavailable ? new LogUnavailable(error.message, { cause: error }) : error
  }
}
