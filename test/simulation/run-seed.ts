import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { healNodes, liveOnNodes } from './nodes-history.ts'
import { judgeNodes } from './nodes-judge.ts'
import { World } from './world.ts'

export type SeedResult =
  | { seed: number; ok: true; messages: number; trace: readonly string[] }
  | { seed: number; ok: false; reason: string; trace: readonly string[] }

/** Runs one seed's history and judges it; `lines`: how much of the trace is kept. */
export async function runSeed(seed: number, lines: number): Promise<SeedResult> {
  const world = new World(seed, lines)
  // what a listener threw, or a promise that nobody waits for
  const uncaught = (error: unknown) => world.broken(`uncaught ${error instanceof Error ? error.stack : error}`)
  process.on('uncaughtException', uncaught)
  process.on('unhandledRejection', uncaught)
  try {
    const messages = await tell(world)
    await world.end()
    return { seed, ok: true, messages, trace: world.trace.lines }
  } catch (error) {
    const reason = world.faults[0] ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
    return { seed, ok: false, reason, trace: world.trace.lines }
  } finally {
    process.off('uncaughtException', uncaught)
    process.off('unhandledRejection', uncaught)
  }
}

/** The history from its beginning to its judgement; returns the number of messages. */
export async function tell(world: World): Promise<number> {
  const { nodes } = world
  if (!nodes) {
    await live(world)
    await heal(world)
    return judge(world)
  }
  await liveOnNodes(world, nodes)
  await healNodes(world, nodes)
  const messages = await judge(world)
  await judgeNodes(world, nodes)
  return messages
}
