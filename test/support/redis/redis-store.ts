import { systemClock } from '../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import { RedisStore, type RedisStoreSetup } from '../../../server/adapters/redis/store.ts'
import { MemoryEngine, MemoryRedisServer } from './memory-engine.ts'

export interface RedisStoreParts extends Partial<RedisStoreSetup> {
  /** Messages that each room keeps; all, if left out. */
  keep?: number | undefined
}

/** A store over an engine, which is one in memory if none is given. */
export async function openRedisStore({ keep, ...parts }: RedisStoreParts = {}): Promise<RedisStore> {
  const server = new MemoryRedisServer(() => systemClock.now())
  const engine = parts.engine ?? new MemoryEngine(server)
  const store = await RedisStore.open({
    engine,
    prefix: 't:',
    node: systemRandom.id(),
    clock: systemClock,
    random: systemRandom,
    retention: { ageMs: undefined, messages: keep },
    onFault: error => {
      throw error
    },
    ...parts,
  })
  // a server that runs anew has lost what nobody knows
  store.renew = async () => server.restart()
  return store
}
