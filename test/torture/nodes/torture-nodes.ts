import { setTimeout as sleep } from 'node:timers/promises'
import { startNodes } from '../../support/nodes/start-nodes.ts'
import { WatchedRedis } from '../../support/redis/watched-redis.ts'
import { Crowd } from './crowd.ts'
import { FAULTS, type FaultName, UNWATCHED_MS, type World } from './faults.ts'
import { becomesWhole, judge } from './judge.ts'

export interface NodesTortureOptions {
  people: number
  writers: number
  rooms: number
  /** One after the other; it is over when there is none any more. */
  faults: Iterable<FaultName>
  /** How long what lasts lasts, in ms: asked each time. */
  lastsMs: () => number
  /** Within what all have to be whole again, in ms. */
  wholeMs: number
  /** How long people talk before each fault, in ms. */
  quietMs: number
  /** From 0 up to 1. */
  random: () => number
  /** Hears of each fault that is over. */
  progress?: (text: string) => void
}

export interface FaultReport {
  name: FaultName
  /** How long it was until all were whole again, in ms: each time. */
  wholeMs: number[]
  acknowledged: number
  lost: number
  lostWithRedis: number
  twice: number
  /** The most connections of one second. */
  busiest: number
}

export interface NodesTortureReport {
  faults: string[]
  byFault: FaultReport[]
  acknowledged: number
  /** What the nodes logged as errors. */
  errors: string[]
  seconds: number
}

const NOTHING = { acknowledged: 0, lost: 0, lostWithRedis: 0, twice: 0, busiest: 0 }
/** Of a screen's messages so many are kept. */
const SHOWN = 300

/** Does to three nodes and their Redis what can happen, while people talk, and looks after each time whether all is as promised. */
export async function tortureNodes(options: NodesTortureOptions): Promise<NodesTortureReport> {
  const { random, progress } = options
  const began = performance.now()
  const redis = await WatchedRedis.start(['--appendonly', 'yes', '--appendfsync', 'always'])
  redis.watch(UNWATCHED_MS)
  const nodes = await startNodes({ count: 3, redis, args: ['--log-level', 'warn'] })
  const rooms = Array.from({ length: options.rooms }, (_, n) => `room-${n + 1}`)
  const crowd = await Crowd.enter({ ...options, server: nodes.balancer.url, rooms })
  const { book } = crowd
  const byFault = new Map<FaultName, FaultReport>()
  const forgets = () => book.doubt()
  try {
    await becomesWhole(crowd, nodes.all, options.wholeMs)
    for (const name of options.faults) {
      nodes.balancer.busiest = 0
      const before = { ...countsOf(crowd) }
      crowd.write()
      await sleep(options.quietMs)
      const world: World = { nodes: nodes.all, redis, random, lastsMs: options.lastsMs(), forgets }
      await FAULTS[name](world)
      const tookMs = await becomesWhole(crowd, nodes.all, options.wholeMs)
      const { busiest } = nodes.balancer
      if (book.faults.length === 0) await judge(crowd, nodes.all).catch(error => book.fault(String(error)))
      const report = byFault.get(name) ?? { ...NOTHING, name, wholeMs: [] }
      byFault.set(name, report)
      report.wholeMs.push(tookMs)
      report.busiest = Math.max(report.busiest, busiest)
      const after = countsOf(crowd)
      for (const key of ['acknowledged', 'lost', 'lostWithRedis', 'twice'] as const)
        report[key] += after[key] - before[key]
      for (const { screens } of crowd.people) for (const screen of screens) screen.trim(SHOWN)
      progress?.(`${name}: whole after ${Math.round(tookMs)} ms, ${book.faults.length} faults`)
      if (book.faults.length > 0) break
    }
    const errors = nodes.all.flatMap(node => errorsOf(node.log()).map(line => `${node.name}: ${line}`))
    return {
      faults: [...book.faults],
      byFault: [...byFault.values()],
      acknowledged: book.acknowledged,
      errors,
      seconds: Math.round((performance.now() - began) / 1_000),
    }
  } finally {
    crowd.close()
    await nodes.remove()
    await redis.remove()
  }
}

function countsOf({ book: { acknowledged, lost, lostWithRedis, twice } }: Crowd) {
  return { acknowledged, lost, lostWithRedis, twice }
}

function errorsOf(log: string): string[] {
  return log.split('\n').filter(line => /"level":(?:50|60)/.test(line))
}
