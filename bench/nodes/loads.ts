import { compileGenerator } from '../compile-generator.ts'
import { Generator } from '../generator.ts'
import { loadFigures } from '../load-figures.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { ServerProcess } from '../server-process.ts'
import { type BenchServer, chatIn } from '../servers.ts'
import { redisCommands, redisCpu, startRedis } from './redis-process.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const SECONDS = 10
const ROUNDS = 5

const onRedis = (url: string): BenchServer =>
  chatIn(ROOT, 'chat-redis', 'chat-widget on Redis', 'auto', ['--redis', url])

interface Load {
  /** CPU of the server, µs a delivery; of Redis, µs a message; its commands a message. */
  cpuUs: number
  redisUs: number
  commands: number
  p50: number
  p99: number
}

/** One server, members in one room, and so many messages a second; with Redis where it is given. */
async function load(
  program: string,
  server: BenchServer,
  members: number,
  rate: number,
  redis?: Awaited<ReturnType<typeof startRedis>>,
): Promise<Load> {
  const running = await ServerProcess.start(server)
  const generator = new Generator(program, ['--port', String(running.port), ...server.speak])
  try {
    await generator.ask('hold', 0.5)
    await generator.ask('server', ...running.pids())
    await generator.ask('connect', members, 0.5)
    await generator.ask('hold', 1)
    const before = redis ? { cpu: redisCpu(redis), commands: redisCommands(redis) } : undefined
    const answer = await generator.ask('load', rate, SECONDS, 2)
    const { cpuUs = 0, p50 = 0, p99 = 0 } = loadFigures(answer)
    const messages = rate * (SECONDS + 2)
    const redisUs = redis && before ? ((redisCpu(redis) - before.cpu) * 1e6) / messages : 0
    const commands = redis && before ? (redisCommands(redis) - before.commands) / messages : 0
    return { cpuUs, redisUs, commands, p50, p99 }
  } finally {
    generator.stop()
    await running.stop()
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** What a delivery costs with Redis, beside SQLite, in turns. */
export async function measureDeliveries(): Promise<void> {
  const program = compileGenerator()
  for (const [members, rate] of [
    [1_000, 1_000],
    [1_000, 50],
    [100, 100],
  ] as const) {
    const ratios: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const sqlite = await load(program, chatIn(ROOT, 'chat', 'chat-widget'), members, rate)
      const redis = await startRedis()
      const shared = await load(program, onRedis(redis.url), members, rate, redis)
      await redis.remove()
      ratios.push(shared.cpuUs / sqlite.cpuUs)
      console.log(
        `${members} members, ${rate}/s: SQLite ${sqlite.cpuUs.toFixed(3)} us a delivery (p50 ${sqlite.p50.toFixed(1)} ms), Redis ${shared.cpuUs.toFixed(3)} us (p50 ${shared.p50.toFixed(1)} ms), ratio ${(shared.cpuUs / sqlite.cpuUs).toFixed(2)}`,
      )
    }
    console.log(`${members} members, ${rate}/s: median ratio ${median(ratios).toFixed(2)}`)
  }
}

/** What Redis does for a message, with more and more members in its room. */
export async function measureRedis(): Promise<void> {
  const program = compileGenerator()
  for (const members of [10, 100, 1_000, 3_000]) {
    const redis = await startRedis()
    const { redisUs, commands } = await load(program, onRedis(redis.url), members, 200, redis)
    await redis.remove()
    console.log(`${members} members: Redis ${redisUs.toFixed(1)} us and ${commands.toFixed(2)} commands a message`)
  }
}

/** What a node does while others talk in rooms that nobody on it is in. */
export async function measureBystander(): Promise<void> {
  const program = compileGenerator()
  for (const rate of [0, 100, 1_000, 3_000]) {
    const redis = await startRedis()
    const bystander = await ServerProcess.start(onRedis(redis.url))
    let cpu = cpuOf(bystander.pids())
    const begun = performance.now()
    if (rate > 0) await load(program, onRedis(redis.url), 100, rate, redis)
    else await new Promise(resolve => setTimeout(resolve, SECONDS * 1_000))
    cpu = cpuOf(bystander.pids()) - cpu
    const seconds = (performance.now() - begun) / 1_000
    console.log(`${rate} messages/s elsewhere: the node works ${((1_000 * cpu) / seconds).toFixed(2)} ms a second`)
    await bystander.stop()
    await redis.remove()
  }
}

/** What it costs a node to hear what is said on another one, in a room in which it has one silent member. */
export async function measureHints(): Promise<void> {
  const program = compileGenerator()
  let idle = 0
  for (const rate of [0, 40, 200, 1_000]) {
    const redis = await startRedis()
    const server = onRedis(redis.url)
    const hearing = await ServerProcess.start(server)
    const speak = server.speak.map(flag => flag.replace('user{i}', 'silent{i}'))
    const silent = new Generator(program, ['--port', String(hearing.port), ...speak])
    await silent.ask('connect', 1, 0.5)
    let cpu = cpuOf(hearing.pids())
    const begun = performance.now()
    if (rate > 0) await load(program, onRedis(redis.url), 10, rate, redis)
    else await silent.ask('hold', SECONDS)
    cpu = cpuOf(hearing.pids()) - cpu
    const seconds = (performance.now() - begun) / 1_000
    if (rate === 0) idle = cpu / seconds
    const each = rate > 0 ? (1e6 * (cpu - idle * seconds)) / (rate * (SECONDS + 2)) : 0
    console.log(
      `${rate} messages/s heard: the node works ${((1_000 * cpu) / seconds).toFixed(2)} ms a second, ${each.toFixed(0)} us a message`,
    )
    silent.stop()
    await hearing.stop()
    await redis.remove()
  }
}
