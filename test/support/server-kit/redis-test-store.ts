import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { Engine } from '../../../server/adapters/redis/engine.ts'
import { RedisRooms, type RoomWrite } from '../../../server/adapters/redis/rooms.ts'
import { askTables } from '../../../server/directory/ask-tables.ts'
import { trimModeration } from '../../../server/directory/trim-moderation.ts'
import { writeDirectory } from '../../../server/directory/write-directory.ts'
import type { Store, StoreAnswer, Write } from '../../../server/ports/store.ts'
import { ReplayedDirectory } from './replayed-directory.ts'

export interface RedisTestStoreSetup {
  engine: Engine
  /** Messages that each room keeps; undefined: all. */
  keep?: number | undefined
  /** The server runs anew. */
  restart(): void
}

/** The rooms on Redis as a store, with people in memory: a group is not one step, but each room's events in it are. */
export function redisTestStore({ engine, keep, restart }: RedisTestStoreSetup): Store {
  const retention = { ageMs: undefined, messages: keep }
  const rooms = new RedisRooms({ engine, prefix: 'chat:', random: systemRandom, retention })
  const directory = new ReplayedDirectory()

  const writeRooms = async (group: readonly RoomWrite[]) => {
    const answers = new Map<RoomWrite, StoreAnswer>()
    for (const room of new Set(group.map(each => each.room))) {
      const writes = group.filter(each => each.room === room)
      const written = await rooms.commit(room, writes, () => directory.again())
      directory.keep()
      for (const [at, write] of writes.entries()) answers.set(write, written[at])
    }
    return group.map(write => answers.get(write))
  }

  const write = async (group: readonly Write[]) => {
    const answers: StoreAnswer[] = []
    for (let at = 0; at < group.length; ) {
      const some: RoomWrite[] = []
      for (let each = group[at]; each && isOfRoom(each); each = group[++at]) some.push(each)
      if (some.length > 0) answers.push(...(await writeRooms(some)))
      const next = group[at]
      if (next === undefined || isOfRoom(next)) continue
      answers.push(next.kind === 'directory' ? writeDirectory(directory.again(), next.change) : undefined)
      directory.keep()
      at++
    }
    return answers
  }

  const trim = async (now: number) => {
    const { rooms: trimmed, more } = await rooms.trim(now)
    const { news, more: most } = trimModeration(directory.again(), now, DEFAULT_LIMITS.dedupeMs)
    directory.keep()
    return { rooms: trimmed, more: more || most, ...(news.length > 0 && { told: news }) }
  }

  // one run of the directory after the other
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = last.then(run, run)
    last = turn
    return turn
  }

  return {
    commit: group => inTurn(() => write(group)),
    head: rooms.head,
    recent: rooms.recent,
    resume: rooms.resume,
    page: rooms.page,
    changes: rooms.changes,
    search: rooms.search,
    ownReactions: rooms.ownReactions,
    unread: rooms.unread,
    roomsOfPerson: rooms.roomsOfPerson,
    writtenBy: rooms.writtenBy,
    reactedBy: rooms.reactedBy,
    purge: async () => 'done',
    full: () => engine.full(),
    sessions: async () => [],
    directory: async (what, ...about) => askTables(directory.rows, what, about),
    trim: now => inTurn(() => trim(now)),
    recover: async () => {},
    renew: async () => restart(),
    close: () => engine.close(),
  }
}

function isOfRoom(write: Write): write is RoomWrite {
  return write.kind === 'event' || write.kind === 'forgetAuthor' || write.kind === 'forgetNames'
}
