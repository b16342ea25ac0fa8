import { systemClock } from '../adapters/process/system-clock.ts'
import { systemRandom } from '../adapters/process/system-random.ts'
import type { Engine } from '../adapters/redis/engine.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { CommandCall } from './call.ts'

/** What a command works with, where the chat is in Redis. */
export interface RedisCall extends CommandCall {
  engine: Engine
  prefix: string
  random: Random
  clock: Clock
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

/** Rejects with a sentence where Redis cannot be had. */
export async function withRedis(call: CommandCall, act: (call: RedisCall) => Promise<number>): Promise<number> {
  const { url, prefix } = call.redis ?? { url: '', prefix: '' }
  const [clock, random] = [systemClock, systemRandom]
  const { openEngine } = await import('../adapters/redis/redis-engine.ts')
  const engine = await openEngine(url, { clock, random, log: SILENT, prefix })
  try {
    return await act({ ...call, engine, prefix, random, clock })
  } finally {
    await engine.close()
  }
}
