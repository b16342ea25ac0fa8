import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DirectoryTables } from '../../ports/directory.ts'
import type { DirectoryChange } from '../../ports/directory-change.ts'
import type { Random } from '../../ports/random.ts'
import type { Store, StoreAnswer, Trimmed, Write } from '../../ports/store.ts'
import { AtMost } from './at-most.ts'
import { available } from './available.ts'
import { askDirectory } from './directory-ask.ts'
import { DirectoryCache } from './directory-cache.ts'
import { directoryOf } from './directory-cells.ts'
import { addressKey, changeDirectory, trimDirectory } from './directory-commit.ts'
import { DirectorySide } from './directory-side.ts'
import { type Engine, EngineFull } from './engine.ts'
import { endIntents } from './intents.ts'
import { logHead } from './log-head.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { RedisFeed } from './redis-feed.ts'
import { decodeTold } from './room-told.ts'
import type { RoomRetention } from './room-trimmer.ts'
import { RedisRooms, type RoomWrite } from './rooms.ts'
import { takeTurn } from './turn.ts'

export interface RedisStoreSetup {
  engine: Engine
  /** It stands before all keys. */
  prefix: string
  /** Of this node, and of no other. */
  node: string
  clock: Clock
  random: Random
  retention: RoomRetention
  onFault: (error: unknown) => void
}

/** Changes of the directory at once: of the same of it all but one have to be made anew. */
const CHANGES = 8
/** Half-done changes are looked for so often, by one node. ms. */
const END_MS = 5_000
/** Whose turn it is keeps it so long. ms. */
const TURN_MS = 60_000

/** A store of many nodes, in one Redis, or in a cluster. It and what it keeps of logins end with the engine. */
export class RedisStore implements Store {
  readonly #setup: RedisStoreSetup
  readonly #rooms: RedisRooms
  readonly #feed: RedisFeed
  readonly #stops: (() => void)[]
  readonly #changes = new AtMost(CHANGES)
  readonly shared: NonNullable<Store['shared']>

  /** Resolves when it hears of all that others do; the engine is connected. */
  static async open(setup: RedisStoreSetup): Promise<RedisStore> {
    const store = new RedisStore(setup)
    await store.#feed.begun
    return store
  }

  private constructor(setup: RedisStoreSetup) {
    const { engine, prefix, clock, random, retention, onFault } = setup
    this.#setup = setup
    const cache = new DirectoryCache()
    this.#feed = new RedisFeed({
      engine,
      roomChannel: room => this.#rooms.channel(room),
      directoryChannel: directoryOf(prefix),
      directoryHead: () => logHead(engine, DIRECTORY_TAG, `${directoryOf(prefix)}:h`, random),
      decode: decodeTold,
      keys: {
        written: keys => cache.forget(keys),
        missed: () => {
          cache.clear()
          this.#rooms.forget()
        },
      },
      clock,
      onFault,
    })
    const people = new DirectorySide(prefix, random, cache, seq => this.#feed.heard(seq))
    this.#rooms = new RedisRooms({ engine, prefix, random, retention, people, now: () => clock.now() })
    this.shared = { feed: this.#feed, laneOf }
    this.#stops = [clock.every(END_MS, () => void this.#endIntents())]
  }

  async commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    const answers = new Map<Write, StoreAnswer>()
    const ofRooms = new Map<string, RoomWrite[]>()
    for (const write of group.filter(isOfRoom)) {
      const known = ofRooms.get(write.room)
      if (known) known.push(write)
      else ofRooms.set(write.room, [write])
    }
    const ofDirectory = group.filter(write => write.kind === 'directory')
    await available(
      Promise.all([
        ...[...ofRooms].map(async ([room, writes]) => {
          const written = await this.#rooms.commit(room, writes)
          for (const [at, write] of writes.entries()) answers.set(write, written[at])
        }),
        (async () => {
          for (const write of ofDirectory) answers.set(write, await this.#changes.run(() => this.#change(write.change)))
        })(),
      ]),
    )
    return group.map(write => answers.get(write))
  }

  head: Store['head'] = (...asked) => this.#rooms.head(...asked)
  recent: Store['recent'] = (...asked) => this.#rooms.recent(...asked)
  resume: Store['resume'] = (...asked) => this.#rooms.resume(...asked)
  page: Store['page'] = (...asked) => this.#rooms.page(...asked)
  changes: Store['changes'] = (...asked) => this.#rooms.changes(...asked)
  search: Store['search'] = (...asked) => this.#rooms.search(...asked)
  ownReactions: Store['ownReactions'] = (...asked) => this.#rooms.ownReactions(...asked)
  unread: Store['unread'] = (...asked) => this.#rooms.unread(...asked)
  roomsOfPerson: Store['roomsOfPerson'] = (...asked) => this.#rooms.roomsOfPerson(...asked)
  writtenBy: Store['writtenBy'] = (...asked) => this.#rooms.writtenBy(...asked)
  reactedBy: Store['reactedBy'] = (...asked) => this.#rooms.reactedBy(...asked)

  directory<What extends keyof DirectoryTables>(
    what: What,
    ...about: Parameters<DirectoryTables[What]>
  ): Promise<ReturnType<DirectoryTables[What]>> {
    const { engine, prefix, random } = this.#setup
    if (what === 'addressKey')
      return available(addressKey(engine, prefix, random)) as Promise<ReturnType<DirectoryTables[What]>>
    return available(askDirectory(engine, prefix, what, about))
  }

  /** Redis forgets by itself what is deleted; its files on a disk are rewritten by its own settings. */
  async purge(): Promise<'done'> {
    return 'done'
  }

  full(): Promise<boolean> {
    return available(this.#setup.engine.full())
  }

  /** Nobody restores logins from here: each is looked for when it is used. */
  async sessions(): Promise<[]> {
    return []
  }

  /** By one node for all; the others look where the rooms begin since that are followed there. */
  async trim(now: number): Promise<Trimmed> {
    const { engine, prefix, node, random } = this.#setup
    if (!(await available(takeTurn(engine, prefix, 'trim', node, TURN_MS))))
      return { rooms: await this.#rooms.begins(this.#feed.followed, now), more: false }
    const trimmed = await this.#rooms.trim(now)
    const { answer } = await available(trimDirectory(engine, prefix, now, DEFAULT_LIMITS.dedupeMs, random))
    const { news } = answer
    return { ...trimmed, more: trimmed.more || answer.more, ...(news.length > 0 && { told: news }) }
  }

  async recover(): Promise<void> {}
  async renew(): Promise<void> {}

  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    this.#feed.stop()
    this.#rooms.stop()
  }

  async #change(change: DirectoryChange): Promise<StoreAnswer> {
    const { engine, prefix, random } = this.#setup
    try {
      const { answer, seq } = await changeDirectory(engine, prefix, change, random)
      if (seq > 0) await this.#feed.heard(seq)
      return answer
    } catch (error) {
      if (error instanceof EngineFull) return 'full'
      throw error
    }
  }

  async #endIntents(): Promise<void> {
    const { engine, prefix, node, clock } = this.#setup
    try {
      if (!engine.current || !(await takeTurn(engine, prefix, 'intents', node, 3 * END_MS))) return
      await endIntents(engine, prefix, clock.now())
    } catch {
      // an engine that does not answer says so elsewhere
    }
  }
}

function isOfRoom(write: Write): write is RoomWrite {
  return write.kind === 'event' || write.kind === 'forgetAuthor' || write.kind === 'forgetNames'
}

/** What is of one room, or of one person or room of the directory, is done in its order; all else at the same time. */
function laneOf(write: Write): string {
  switch (write.kind) {
    case 'session':
    case 'sessionEnds':
      return 'sessions'
    case 'directory':
      return `directory ${subjectOf(write.change)}`
    default:
      return `room ${write.room}`
  }
}

function subjectOf(change: DirectoryChange): string {
  switch (change.type) {
    case 'addAccount':
      return change.account.id
    case 'addRoom':
      return change.record.room
    case 'addSanction':
      return change.sanction.room
    case 'addReport':
      return change.report.room
    case 'note':
      return change.audit.room
    case 'invite':
      return change.invitation.room
    case 'block':
      return change.by
    case 'keepPositions':
      return 'positions'
    default:
      return 'room' in change ? change.room : change.id
  }
}
