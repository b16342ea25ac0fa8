import { hostname } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { available } from './adapters/redis/available.ts'
import { NodeLease } from './adapters/redis/node-lease.ts'
import { openEngine } from './adapters/redis/redis-engine.ts'
import { RedisRates } from './adapters/redis/redis-rates.ts'
import { RedisPresence } from './adapters/redis/shared-presence.ts'
import { RedisSessions } from './adapters/redis/shared-sessions.ts'
import { RedisStore } from './adapters/redis/store.ts'
import { takeTurn } from './adapters/redis/turn.ts'
import { RedisUserBus } from './adapters/redis/user-bus.ts'
import { SESSION_DEFAULTS } from './app/identity/session-options.ts'
import { memoryLimits } from './config/memory-limits.ts'
import type { Config } from './config/schema.ts'
import { DurableLog } from './log/durable-log.ts'
import { type OpenLog, type OpenLogParts, ROOMS, recentBytes } from './open-log.ts'
import { LogUnavailable } from './ports/room-log.ts'

/** A room keeps so many messages, unless the options say otherwise: no room grows for ever in memory. */
const ROOM_MESSAGES = 100_000
/** The start of a server waits so long for what it has to hear of others. ms. */
const START_MS = 5_000
/** Whose turn it is keeps it so long, if it does not ask again. ms. */
const TURN_MS = 5 * 60_000

/** Everything that many nodes share, in the Redis that the options name. Rejects with a sentence when it cannot be had. */
export async function openRedis(config: Config & { redis: string }, parts: OpenLogParts): Promise<OpenLog> {
  const { clock, random, log: logger } = parts
  const { redis: url, redisPrefix: prefix, retentionMs: ageMs, retentionMessages: messages = ROOM_MESSAGES } = config
  const onFault = (error: unknown) => logger.error({ err: error }, 'a handler failed')
  const engine = await openEngine(url, { clock, random, log: logger, prefix, onFault })
  const lease = new NodeLease({ engine, prefix, clock, name: config.node ?? nodeName(), random: random.id() })
  try {
    const { node } = lease
    await lease.start()
    const shared = { engine, prefix, clock, random, node, lease, logger, log: logger, onFault }
    const store = await withinStart(RedisStore.open({ ...shared, retention: { ageMs, messages } }))
    const { unstoredBytes } = memoryLimits(getHeapStatistics().heap_size_limit)
    const limits = { rooms: ROOMS, bytes: recentBytes() }
    const log = new DurableLog({ ...parts, store, onFault, limits, unstoredBytes })
    const presence = new RedisPresence(shared)
    const bus = new RedisUserBus(shared)
    const rates = new RedisRates({ ...shared, secret: await withinStart(log.directory.addressKey()) })
    const sessions = new RedisSessions({
      ...shared,
      holdMs: SESSION_DEFAULTS.holdMs,
      longestMs: config.sessionMaxMs,
    })
    return {
      roomLog: log,
      directory: log.directory,
      personal: log.personal,
      sessionStore: undefined,
      shared: {
        node,
        sessions,
        presence,
        bus,
        rates,
        turn: what => available(takeTurn(engine, prefix, what, node, TURN_MS)),
        stats: () => engine.stats(),
      },
      async close() {
        await presence.close()
        bus.close()
        rates.stop()
        await log.close()
        await lease.stop()
        await engine.close()
      },
    }
  } catch (error) {
    await lease.stop()
    await engine.close()
    throw error
  }
}

function nodeName(): string {
  return (
    hostname()
      .replace(/[^A-Za-z0-9._-]/g, '-')
      .slice(0, 64) || 'node'
  )
}

function withinStart<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LogUnavailable('Redis does not answer.')), START_MS)
    work.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
