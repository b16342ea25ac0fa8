import { systemClock } from '../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { Engine } from '../../../server/adapters/redis/engine.ts'
import * as redis from '../../../server/adapters/redis/export-directory.ts'
import { allEvents, allRooms } from '../../../server/adapters/redis/export-room.ts'
import { RedisImporter } from '../../../server/adapters/redis/importer.ts'
import { RoomViews } from '../../../server/adapters/redis/room-views.ts'
import { SqliteDirectory } from '../../../server/adapters/sqlite/directory.ts'
import { allAccounts, allEntries } from '../../../server/adapters/sqlite/entries.ts'
import { openStoreFile } from '../../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../../server/adapters/sqlite/module.ts'
import { SqliteReads } from '../../../server/adapters/sqlite/reads.ts'
import { SqliteRooms } from '../../../server/adapters/sqlite/rooms.ts'
import { SqliteStore } from '../../../server/adapters/sqlite/store.ts'
import { lineOf } from '../../../server/commands/print-lines.ts'
import { decodeImportLine, type Imported, type ImportedCounts } from '../../../server/wire/import-line.ts'
import { storeOptions } from '../server-kit/room-logs.ts'
import { MemoryEngine, MemoryRedisServer } from './memory-engine.ts'

/** A chat in one of the stores, as the commands of an operator have it. */
export interface MovedChat {
  /** All of its lines, with accounts, as an export prints them. */
  lines(): Promise<string[]>
  take(lines: readonly string[]): Promise<ImportedCounts>
}

export async function* decoded(lines: readonly string[]): AsyncGenerator<Imported> {
  for (const line of lines) {
    const read = decodeImportLine(line)
    if (!read.ok) throw new Error(read.reason)
    yield read.value
  }
}

/** In a database of its own, which goes when the test ends. */
export async function chatInSqlite() {
  const { database } = openStoreFile(await loadSqlite(), storeOptions().folder, 'process')
  const store = new SqliteStore(database)
  const chat: MovedChat = {
    async lines() {
      const directory = new SqliteDirectory(database)
      const reads = new SqliteReads(database, new SqliteRooms(database))
      const rooms = database.prepare('SELECT name FROM rooms ORDER BY id').all() as { name: string }[]
      const events = rooms.flatMap(({ name }) => [...reads.all(name)].map(lineOf))
      return [...allAccounts(database, directory), ...allEntries(database, directory), ...events].map(line =>
        JSON.stringify(line),
      )
    },
    take: lines => store.add(decoded(lines)),
  }
  return { ...chat, store, database }
}

/** In a Redis in memory, unless there is an engine. */
export function chatInRedis(
  engine: Engine = new MemoryEngine(new MemoryRedisServer(() => systemClock.now())),
  prefix = 't:',
) {
  const chat: MovedChat = {
    async lines() {
      const lines: object[] = []
      for await (const entry of redis.allAccounts(engine, prefix)) lines.push(entry)
      for await (const entry of redis.allEntries(engine, prefix)) lines.push(entry)
      const views = new RoomViews(engine, prefix, systemRandom)
      for await (const room of allRooms(engine, prefix))
        for await (const event of allEvents(engine, views, room)) lines.push(lineOf(event))
      return lines.map(line => JSON.stringify(line))
    },
    async take(lines) {
      const importer = new RedisImporter({ engine, prefix, random: systemRandom })
      await importer.add(decoded(lines))
      return importer.counts
    },
  }
  return { ...chat, engine, prefix }
}

/** The same whatever the order of kinds, rooms and fields is. */
export function sorted(lines: readonly string[]): unknown[] {
  return lines
    .map(line => JSON.parse(line, (_, value) => (isObject(value) ? inOrder(value) : value)))
    .map(line => [JSON.stringify(line), line] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, line]) => line)
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const inOrder = (value: object) =>
  Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
