import { Balancer } from './balancer.ts'
import { ChatNode } from './chat-node.ts'
import type { AnyRedis } from './node-lines.ts'

export interface NodesOptions {
  count: number
  redis: AnyRedis
  args?: readonly string[]
}

export interface Nodes {
  all: readonly ChatNode[]
  balancer: Balancer
  remove(): Promise<void>
}

/** Nodes on one Redis, and what spreads clients over them. Needs the build. */
export async function startNodes({ count, redis, args = [] }: NodesOptions): Promise<Nodes> {
  const names = Array.from({ length: count }, (_, at) => `node-${at + 1}`)
  const all = await Promise.all(names.map(name => ChatNode.start({ redis, name, args })))
  const balancer = await Balancer.start(all.map(({ port }) => port))
  return {
    all,
    balancer,
    async remove() {
      await balancer.remove()
      await Promise.all(all.map(node => node.remove()))
    },
  }
}
