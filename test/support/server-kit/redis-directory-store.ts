import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import { MemoryStore } from '../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import { Cells } from '../../../server/adapters/redis/cells.ts'
import { askDirectory } from '../../../server/adapters/redis/directory-ask.ts'
import {
  addressKey,
  changeDirectory,
  directoryLog,
  trimDirectory,
} from '../../../server/adapters/redis/directory-commit.ts'
import { RedisDirectoryRows } from '../../../server/adapters/redis/directory-rows.ts'
import type { Reply } from '../../../server/adapters/redis/engine.ts'
import { Known } from '../../../server/adapters/redis/known.ts'
import type { DirectoryRows } from '../../../server/directory/directory-rows.ts'
import type { DirectoryTables } from '../../../server/ports/directory.ts'
import type { StoreAnswer, Trimmed, Write } from '../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../redis/memory-engine.ts'

const PREFIX = 't:'

/** A store whose directory is in Redis, and whose events are in memory: what changes both does so at once. */
export class RedisDirectoryStore extends MemoryStore {
  readonly #server: MemoryRedisServer
  readonly #engine: MemoryEngine
  readonly #now: RowsNow

  static async open(keep?: number): Promise<RedisDirectoryStore> {
    const store = new RedisDirectoryStore(new RowsNow(), keep)
    await addressKey(store.#engine, PREFIX, systemRandom)
    return store
  }

  private constructor(now: RowsNow, keep: number | undefined) {
    super({ random: systemRandom, limits: keep ? { eventsPerRoom: keep } : {}, directory: now.rows })
    this.#server = new MemoryRedisServer(() => Date.now())
    this.#engine = new MemoryEngine(this.#server)
    this.#now = now
  }

  override async commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    const answers: StoreAnswer[] = []
    for (const write of group)
      if (write.kind === 'directory')
        answers.push((await changeDirectory(this.#engine, PREFIX, write.change, systemRandom)).answer)
      else answers.push(...this.#atOnce(() => this.apply([write])))
    return answers
  }

  override async directory<What extends keyof DirectoryTables>(
    what: What,
    ...about: Parameters<DirectoryTables[What]>
  ): Promise<ReturnType<DirectoryTables[What]>> {
    return askDirectory(this.#engine, PREFIX, what, about)
  }

  override async trim(now: number): Promise<Trimmed> {
    const { news, more } = (await trimDirectory(this.#engine, PREFIX, now, DEFAULT_LIMITS.dedupeMs, systemRandom))
      .answer
    this.#now.cells = new Cells(new KnownNow(this.#server))
    const { rooms } = await super.trim(now)
    return { rooms, more, ...(news.length > 0 && { told: news }) }
  }

  #atOnce<T>(run: () => T): T {
    const cells = new Cells(new KnownNow(this.#server))
    this.#now.cells = cells
    const value = run()
    this.#server.commit({
      checks: cells.checks().checks,
      commands: cells.commands(),
      log: directoryLog(cells, PREFIX, [], systemRandom),
    })
    return value
  }
}

/** Rows over the cells of what runs now. */
class RowsNow {
  #rows: DirectoryRows | undefined
  readonly rows: DirectoryRows = new Proxy({} as DirectoryRows, {
    get: (_, name) => {
      const value = this.#rows?.[name as keyof DirectoryRows]
      return typeof value === 'function' ? value.bind(this.#rows) : value
    },
  })

  set cells(cells: Cells) {
    this.#rows = new RedisDirectoryRows(cells, PREFIX)
  }
}

/** Knows at once whatever is asked. */
class KnownNow extends Known {
  readonly #server: MemoryRedisServer
  readonly #answers = new Map<string, Reply>()

  constructor(server: MemoryRedisServer) {
    super()
    this.#server = server
  }

  override get(key: string): Reply {
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = this.#server.redis.run(key.split('\0'))
    this.#answers.set(key, answer)
    return answer
  }
}
