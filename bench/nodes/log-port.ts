import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../server/adapters/process/system-random.ts'
import type { Commit } from '../../server/adapters/redis/engine.ts'
import { openEngine } from '../../server/adapters/redis/redis-engine.ts'
import { COMMIT } from '../../server/adapters/redis/scripts.ts'
import { RedisStore } from '../../server/adapters/redis/store.ts'
import { DurableLog } from '../../server/log/durable-log.ts'
import { redisBenchmark, startRedis } from './redis-process.ts'

const SECONDS = 5
const ROOMS = 50
const WRITERS = 2_000
const REQUESTS = 200_000
const TEXT = 'x'.repeat(100)
const quiet = { debug() {}, info() {}, warn() {}, error: console.error }

/** Events a second at the port of the log, beside what the machine's Redis does of the bare script with one message each. */
export async function measureLogPort(): Promise<void> {
  const redis = await startRedis()
  try {
    const ratios: number[] = []
    for (let round = 0; round < 3; round++) {
      const { sha, words } = await bareScript(redis.url)
      redis.cli('FLUSHALL')
      const bare = await redisBenchmark(redis.port, REQUESTS, ['EVALSHA', sha, ...words])
      redis.cli('FLUSHALL')
      const ours = await closedLoop(redis.url)
      ratios.push(ours.rate / bare)
      console.log(
        `bare script ${bare.toFixed(0)}/s · log ${ours.rate.toFixed(0)}/s · ratio ${(ours.rate / bare).toFixed(2)} · node ${ours.cpuUs.toFixed(1)} us each`,
      )
    }
    console.log(`ratios ${ratios.map(ratio => ratio.toFixed(2)).join(', ')}`)
  } finally {
    await redis.remove()
  }
}

/** The words of the script as the server calls it for one plain message. */
async function bareScript(url: string): Promise<{ sha: string; words: string[] }> {
  const engine = await openEngine(url, { clock: systemClock, random: systemRandom, log: quiet, prefix: 'b:' })
  const seen: Commit[] = []
  const commit = engine.commit.bind(engine)
  engine.commit = (tag, asked) => {
    if (asked.log?.events) seen.push(asked)
    return commit(tag, asked)
  }
  const log = await logOver(engine)
  await log.append(draftOf(0))
  await log.append(draftOf(ROOMS))
  const asked = seen.at(-1)
  await log.close()
  await engine.close()
  if (!asked?.log) throw new Error('The log wrote nothing.')
  const { checks, commands, log: write } = asked
  const words = ['2', write.meta, write.meta, 'run', write.freshEpoch, '1', 'PUBLISH', write.channel, write.told]
  words.push(String(checks.length))
  // its checks hold for a room that is new each time: they are asked of fields that nobody writes
  for (const { command, expected } of checks)
    words.push(String(command.length), expected, ...command.slice(0, -1), 'none')
  for (const command of commands) words.push(String(command.length), ...command)
  return { sha: createHash('sha1').update(COMMIT).digest('hex'), words }
}

async function closedLoop(url: string): Promise<{ rate: number; cpuUs: number }> {
  const engine = await openEngine(url, { clock: systemClock, random: systemRandom, log: quiet, prefix: 'b:' })
  const log = await logOver(engine)
  const until = performance.now() + SECONDS * 1_000
  const begun = performance.now()
  const before = process.cpuUsage()
  let sent = 0
  const writer = async (n: number) => {
    for (let at = n; performance.now() < until; at += WRITERS) {
      await log.append(draftOf(at))
      sent++
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, (_, n) => writer(n)))
  const { user, system } = process.cpuUsage(before)
  const rate = sent / ((performance.now() - begun) / 1_000)
  await log.close()
  await engine.close()
  return { rate, cpuUs: (user + system) / sent }
}

async function logOver(engine: Awaited<ReturnType<typeof openEngine>>): Promise<DurableLog> {
  const parts = { clock: systemClock, random: systemRandom, onFault: (error: unknown) => console.error(error) }
  const retention = { ageMs: undefined, messages: undefined }
  const store = await RedisStore.open({ ...parts, engine, prefix: 'b:', node: systemRandom.id(), retention })
  return new DurableLog({ ...parts, store, log: quiet })
}

const draftOf = (number: number) => ({
  room: `r${number % ROOMS}`,
  user: { id: `g:user${number % 500}`, name: 'Bench' },
  cid: `c${number}`,
  content: { kind: 'new_message' as const, text: TEXT },
})
