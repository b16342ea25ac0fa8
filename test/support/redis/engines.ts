import { systemClock } from '../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { Engine } from '../../../server/adapters/redis/engine.ts'
import { type EngineParts, openEngine, type RedisEngine } from '../../../server/adapters/redis/redis-engine.ts'
import { SILENT } from '../silent-log.ts'
import { MemoryEngine, MemoryRedisServer } from './memory-engine.ts'
import { RedisCluster } from './redis-cluster.ts'
import { RedisServer, redisIsThere } from './redis-server.ts'

/** Something that nodes can have an engine of, as many as they like. */
export interface EngineSource {
  engine(): Promise<Engine>
  /** With all engines. */
  remove(): Promise<void>
}

/** An engine of a real server as a test has it. */
export function redisEngine(url: string, parts: Partial<EngineParts> = {}): Promise<RedisEngine> {
  return openEngine(url, { clock: systemClock, random: systemRandom, log: SILENT, prefix: 't:', ...parts })
}

async function sourceOf(start: () => Promise<{ url: string; remove(): Promise<void> }>): Promise<EngineSource> {
  const server = await start()
  const engines: Engine[] = []
  return {
    async engine() {
      const engine = await redisEngine(server.url)
      engines.push(engine)
      return engine
    },
    async remove() {
      for (const engine of engines) await engine.close()
      await server.remove()
    },
  }
}

async function memorySource(): Promise<EngineSource> {
  const server = new MemoryRedisServer(() => systemClock.now())
  return { engine: async () => new MemoryEngine(server), async remove() {} }
}

/** By name; `isThere`: it can run on this machine. */
export const ENGINE_SOURCES: Record<string, { isThere: boolean; start(): Promise<EngineSource> }> = {
  'in memory': { isThere: true, start: memorySource },
  'one Redis': { isThere: redisIsThere(), start: () => sourceOf(() => RedisServer.start()) },
  'a cluster': { isThere: redisIsThere(), start: () => sourceOf(() => RedisCluster.start()) },
}
