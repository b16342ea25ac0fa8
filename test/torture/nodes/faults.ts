import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatNode } from '../../support/nodes/chat-node.ts'
import type { WatchedRedis } from '../../support/redis/watched-redis.ts'

export interface World {
  nodes: readonly ChatNode[]
  redis: WatchedRedis
  random: () => number
  /** How long what lasts lasts, in ms. */
  lastsMs: number
  /** Redis loses something of what was acknowledged until now. */
  forgets(): void
}

/** Resolves when it is over: what is whole again by itself may become so from then on. */
export type Fault = (world: World) => Promise<void>

/** What a node may still have on its way from a Redis that is dead, in ms. */
const LATE_MS = 300

export const FAULTS = {
  'a node is killed (SIGKILL) and started again': async ({ nodes, random, lastsMs }) => {
    const node = one(nodes, random)
    await node.end('SIGKILL')
    await sleep(lastsMs / 5)
    await node.start()
  },
  'a node stands still (SIGSTOP)': async ({ nodes, random, lastsMs }) => {
    const node = one(nodes, random)
    node.stop()
    await sleep(lastsMs)
    node.cont()
  },
  'all nodes are restarted, one after the other (SIGTERM)': async ({ nodes, lastsMs }) => {
    for (const node of nodes) {
      await node.end('SIGTERM')
      await node.start()
      await sleep(lastsMs / 5)
    }
  },
  'a node is cut from Redis': async ({ nodes, random, lastsMs }) => {
    const node = one(nodes, random)
    node.lines.cut()
    await sleep(lastsMs)
    node.lines.mend()
  },
  'nothing comes through between a node and Redis': async ({ nodes, random, lastsMs }) => {
    const node = one(nodes, random)
    node.lines.hold()
    await sleep(lastsMs)
    node.lines.mend()
  },
  'the subscriber of a node is deaf': async ({ nodes, random, lastsMs }) => {
    one(nodes, random).lines.deafen()
    await sleep(lastsMs / 2)
  },
  'a node is slow: 100 ms each way to Redis': async ({ nodes, random, lastsMs }) => {
    const node = one(nodes, random)
    node.lines.slow(100)
    await sleep(lastsMs)
    node.lines.mend()
  },
  'Redis stands still (SIGSTOP)': async ({ redis, lastsMs }) => {
    const { master } = redis.now()
    master.stop()
    await sleep(lastsMs)
    master.cont()
  },
  'Redis is killed, and is back with its data': async ({ redis, lastsMs }) => {
    const { master } = redis.now()
    await master.kill9()
    await sleep(lastsMs / 5)
    await master.start()
  },
  'Redis is killed, and is back without its data': async ({ redis, lastsMs, forgets }) => {
    const { master, replica } = redis.now()
    await master.kill9()
    await sleep(Math.max(LATE_MS, lastsMs / 5))
    forgets()
    master.forget()
    await master.start()
    await redis.follows(replica)
  },
  'Redis is killed, and its replica takes its place': async ({ redis, forgets }) => {
    const { master, replica } = redis.now()
    await redis.follows(replica)
    redis.watch(1_000)
    await master.kill9()
    await redis.isMaster(replica)
    // once is enough
    redis.watch(UNWATCHED_MS)
    forgets()
    await master.start()
    await redis.follows(master)
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

/** So long a master may be away without another one taking its place, where that is not wanted. ms. */
export const UNWATCHED_MS = 600_000

function one(nodes: readonly ChatNode[], random: () => number): ChatNode {
  return nodes[Math.floor(random() * nodes.length)]!
}
