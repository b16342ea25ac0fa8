import type { Position } from '../../sdk/protocol/records.ts'
import type { MemoryStore } from '../../server/adapters/memory/store.ts'
import {
  type Changes,
  type ChangesQuery,
  type Found,
  LogUnavailable,
  type OwnReactions,
  type Page,
  type PageQuery,
  type Resumed,
  type SearchQuery,
  type Unread,
} from '../../server/ports/room-log.ts'
import type { StoredSession } from '../../server/ports/session-store.ts'
import type { Purged, Recent, Store, StoreAnswer, Write } from '../../server/ports/store.ts'
import type { MortalClock } from './mortal-clock.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

/** How the store fares, now. */
export interface StoreWeather {
  /** Most ms that a commit takes. */
  commitMs: number
  readMs: number
  /** How likely a commit fails, and how likely it is committed all the same. */
  failing: number
  unknown: number
  /** Neither reads nor writes. */
  down: boolean
}

export interface SimulatedStoreSetup {
  disk: SimulatedDisk
  clock: MortalClock
  random: () => number
  weather: StoreWeather
  /** The process may end at any of these; returns false once it has. */
  point: (name: 'commit' | 'durable' | 'committed') => boolean
  broken: (what: string) => void
}

/** A store in virtual time, over a disk that outlives it. */
export class SimulatedStore implements Store {
  readonly #setup: SimulatedStoreSetup
  #state: 'open' | 'failed' | 'closed' = 'open'
  #busy = false
  /** What ends the waiting of those who read. */
  readonly #waits = new Set<() => void>()
  #set: (() => void) | undefined

  /** Opens it: after an unclean end it cannot prove that it holds every seq, unless all that is committed is synced. */
  constructor(setup: SimulatedStoreSetup) {
    this.#setup = setup
    const { disk } = setup
    if (disk.setBack || (disk.durability === 'process' && !disk.clean)) disk.renew()
    disk.clean = false
    disk.learn('begun')
  }

  commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    const { disk, random, weather, point, broken } = this.#setup
    if (this.#busy) broken('two groups were committed at once')
    if ((weather.down || this.#set) && this.#state === 'open') this.#state = 'failed'
    this.#set?.()
    this.#set = undefined
    if (this.#state !== 'open') return this.#fail()
    if (!point('commit')) return NEVER
    this.#busy = true
    const fate = random()
    const works = fate >= weather.failing + weather.unknown
    const half = (random() * weather.commitMs) / 2
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        this.#busy = false
        end()
      }
      const done = (written: readonly StoreAnswer[]) => {
        disk.learn('answered')
        resolve(written)
      }
      const fail = () => {
        this.#state = 'failed'
        reject(new LogUnavailable('The commit failed.'))
      }
      this.#setup.clock.after(half, () => {
        if (fate < weather.failing || weather.down || this.#state === 'closed') return settle(fail)
        const written = disk.apply(group)
        if (!point('durable')) return
        this.#setup.clock.after(half, () => settle(() => (works && point('committed') ? done(written) : fail())))
      })
    })
  }

  /** The next commit fails, and finds the disk as `set` has left it; so does everything until it has recovered. */
  setBack(set: () => void): void {
    this.#set = set
  }

  async recover(): Promise<void> {
    await this.#wait()
    if (this.#state === 'closed' || this.#setup.weather.down) throw new LogUnavailable('The store is down.')
    if (this.#setup.disk.setBack) this.#setup.disk.renew()
    this.#state = 'open'
    this.#setup.disk.learn('recovered')
  }

  async renew(): Promise<void> {
    await this.#wait()
    if (this.#setup.weather.down) throw new LogUnavailable('The store is down.')
    this.#setup.disk.renew()
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    // whoever waits is told at once
    for (const end of [...this.#waits]) end()
    const { disk } = this.#setup
    disk.clean = true
    disk.sync()
  }

  head(room: string): Promise<Position> {
    return this.#read(async () => this.#head(room))
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed> {
    return this.#read(async tables => {
      const { epoch } = await tables.head(room)
      const own = from.epoch === this.#setup.disk.epoch(room) ? epoch : 'another'
      const resumed = await tables.resume(room, { epoch: own, seq: from.seq }, limit, maxBytes)
      return { ...resumed, head: this.#head(room) }
    })
  }

  recent(room: string, limit: number, maxBytes: number): Promise<Recent> {
    return this.#read(async tables => ({ ...(await tables.recent(room, limit, maxBytes)), head: this.#head(room) }))
  }

  page(room: string, query: PageQuery): Promise<Page | undefined> {
    return this.#read(async tables => {
      const page = await tables.page(room, query)
      return page && { ...page, head: this.#head(room) }
    })
  }

  changes(room: string, query: ChangesQuery): Promise<Changes> {
    return this.#read(async tables => ({ ...(await tables.changes(room, query)), head: this.#head(room) }))
  }

  search(room: string, query: SearchQuery): Promise<Found> {
    return this.#read(async tables => ({ ...(await tables.search(room, query)), head: this.#head(room) }))
  }

  ownReactions(...asked: Parameters<Store['ownReactions']>): Promise<OwnReactions> {
    return this.#read(tables => tables.ownReactions(...asked))
  }

  unread(room: string, after: number, ids: readonly string[]): Promise<Unread> {
    return this.#read(async tables => ({ ...(await tables.unread(room, after, ids)), head: this.#head(room) }))
  }

  roomsOfPerson: Store['roomsOfPerson'] = (...asked) => this.#read(tables => tables.roomsOfPerson(...asked))
  writtenBy: Store['writtenBy'] = (...asked) => this.#read(tables => tables.writtenBy(...asked))
  reactedBy: Store['reactedBy'] = (...asked) => this.#read(tables => tables.reactedBy(...asked))

  async purge(): Promise<Purged> {
    return 'done'
  }

  async trim(): Promise<{ rooms: readonly { room: string; first: number }[]; more: boolean }> {
    return { rooms: [], more: false }
  }

  async full(): Promise<boolean> {
    return false
  }

  sessions(): Promise<StoredSession[]> {
    return this.#read(async () => this.#setup.disk.sessions())
  }

  directory: Store['directory'] = (what, ...about) => this.#read(tables => tables.directory(what, ...about))

  #head(room: string): Position {
    const { disk } = this.#setup
    return { epoch: disk.epoch(room), seq: disk.events(room).at(-1)?.seq ?? 0 }
  }

  /** As of some moment between the question and the answer. */
  async #read<T>(look: (tables: MemoryStore) => Promise<T>): Promise<T> {
    const fails = () => this.#state === 'closed' || this.#setup.weather.down || this.#setup.disk.setBack
    if (fails()) return this.#fail()
    await this.#wait()
    if (fails()) return this.#fail()
    // what is in memory is read in one turn
    const seen = await look(this.#setup.disk.tables)
    await this.#wait()
    return seen
  }

  #wait(): Promise<void> {
    const { clock, random, weather } = this.#setup
    const ms = random() * weather.readMs
    if (ms < 0.5 || this.#state === 'closed') return Promise.resolve()
    return new Promise(resolve => {
      const end = () => {
        this.#waits.delete(end)
        cancel()
        resolve()
      }
      const cancel = clock.after(ms, end)
      this.#waits.add(end)
    })
  }

  #fail(): Promise<never> {
    return Promise.reject(new LogUnavailable('The store does not answer.'))
  }
}

// of a process that is dead
const NEVER = new Promise<never>(() => {})
