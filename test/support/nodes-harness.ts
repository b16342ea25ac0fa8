import { RedisPresence } from '../../server/adapters/redis/shared-presence.ts'
import { RedisUserBus } from '../../server/adapters/redis/user-bus.ts'
import type { HarnessClient, HubHarness } from './hub-harness.ts'
import { PeopleHarness } from './people-harness.ts'
import { MemoryEngine, MemoryRedisServer } from './redis/memory-engine.ts'
import { MemoryLeases } from './redis/memory-leases.ts'
import { SILENT } from './silent-log.ts'
import { settle, type VirtualClock } from './virtual-clock.ts'

/** After so long without Redis others take a node for gone. */
export const LEASE_MS = 20_000

export interface Node {
  readonly name: string
  readonly engine: MemoryEngine
  readonly presence: RedisPresence
  readonly bus: RedisUserBus
  readonly harness: PeopleHarness
}

/** Hubs over one Redis in memory, one room log and one directory; presence and what is told of people go over Redis. */
export class NodesHarness {
  readonly leases = new MemoryLeases()
  readonly nodes = new Set<Node>()
  #first: HubHarness | undefined
  #server: MemoryRedisServer | undefined
  #names = 0
  readonly #delayMs: (() => number) | undefined
  #awayAt = new Map<Node, number>()

  /** `delayMs`: how long a call to Redis takes, each way. */
  constructor(count = 2, delayMs?: () => number) {
    this.#delayMs = delayMs
    for (let i = 0; i < count; i++) this.add()
  }

  get clock(): VirtualClock {
    if (this.#first === undefined) throw new Error('no node')
    return this.#first.clock
  }

  get server(): MemoryRedisServer {
    this.#server ??= new MemoryRedisServer(() => this.clock.now())
    return this.#server
  }

  add(): Node {
    // the first one is never used but for what all share
    this.#first ??= new PeopleHarness()
    const { clock } = this
    const name = `node${++this.#names}`
    const engine = new MemoryEngine(this.server)
    if (this.#delayMs) delay(engine, clock, this.#delayMs)
    const lease = this.leases.of(name)
    const presence = new RedisPresence({ engine, lease, clock, logger: SILENT, prefix: 'chat:' })
    const bus = new RedisUserBus({ engine, clock, node: name, prefix: 'chat:' })
    const harness = new PeopleHarness({ beside: this.#first, presence, bus })
    const node = { name, engine, presence, bus, harness }
    this.nodes.add(node)
    return node
  }

  get(index: number): Node {
    const node = [...this.nodes][index]
    if (node === undefined) throw new Error(`no node ${index}`)
    return node
  }

  as(node: Node, token: string, ...rooms: string[]): Promise<HarnessClient> {
    return node.harness.as(token, ...rooms)
  }

  /** Its process is gone, with its sockets. */
  async crash(node: Node): Promise<void> {
    node.engine.cut = true
    await node.engine.close()
    this.nodes.delete(node)
    this.#awayAt.delete(node)
    node.harness.hub.stop()
    this.clock.after(LEASE_MS, () => this.leases.end(node.name))
  }

  /** It says goodbye to everybody and ends. */
  async drain(node: Node): Promise<void> {
    const drained = node.harness.hub.drain()
    await this.pass(3_000)
    await drained
    node.harness.hub.stop()
    const closed = node.presence.close()
    await this.pass(2_000)
    await closed
    node.bus.close()
    await node.engine.close()
    this.nodes.delete(node)
    this.leases.end(node.name)
  }

  /** It does not reach Redis. */
  cut(node: Node): void {
    node.engine.cut = true
    node.engine.tell('lost')
    this.#awayAt.set(node, this.clock.now())
    this.clock.after(LEASE_MS, () => {
      // while nobody reaches it, nobody knows
      const isKnown = [...this.nodes].some(({ engine }) => !engine.cut)
      if (isKnown && this.#isLate(node)) this.leases.end(node.name)
    })
  }

  /** It reaches Redis again. */
  heal(node: Node): void {
    const isLate = this.#isLate(node)
    node.engine.cut = false
    node.engine.deaf = false
    this.#awayAt.delete(node)
    if (isLate) this.leases.renew(node.name)
    node.engine.tell('live')
  }

  /** Redis has lost everything. */
  empty(): void {
    this.server.restart(new Map())
    for (const node of this.nodes) {
      if (node.engine.cut) continue
      node.engine.tell('lost')
      this.leases.renew(node.name)
      node.engine.tell('live')
    }
    // who is away learns it when it is back
    for (const node of this.#awayAt.keys()) this.#awayAt.set(node, Number.NEGATIVE_INFINITY)
  }

  async quiet(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      for (const { harness } of this.nodes) harness.transport.flush()
      await settle()
      this.clock.advance(0)
    }
    for (const { harness } of this.nodes) harness.transport.flush()
  }

  async pass(ms: number): Promise<void> {
    await this.quiet()
    await this.clock.run(ms)
    await this.quiet()
  }

  #isLate(node: Node): boolean {
    const since = this.#awayAt.get(node)
    return since !== undefined && this.clock.now() >= since + LEASE_MS
  }
}

function delay(engine: MemoryEngine, clock: VirtualClock, ms: () => number): void {
  const pause = () => new Promise<void>(resolve => clock.after(ms(), resolve))
  const delayed =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      await pause()
      const answer = await call(...args)
      await pause()
      return answer
    }
  engine.view = delayed(engine.view.bind(engine))
  engine.commit = delayed(engine.commit.bind(engine))
  engine.publish = delayed(engine.publish.bind(engine))
}
