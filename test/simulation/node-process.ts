import { NodeLease } from '../../server/adapters/redis/node-lease.ts'
import { RedisPresence } from '../../server/adapters/redis/shared-presence.ts'
import { RedisSessions } from '../../server/adapters/redis/shared-sessions.ts'
import { RedisStore } from '../../server/adapters/redis/store.ts'
import { RedisUserBus } from '../../server/adapters/redis/user-bus.ts'
import type { Hub } from '../../server/app/hub.ts'
import { guestsOnly } from '../../server/app/identity/login-methods.ts'
import { SESSION_DEFAULTS } from '../../server/app/identity/session-options.ts'
import { SharedSessions } from '../../server/app/identity/shared-sessions.ts'
import { DurableLog } from '../../server/log/durable-log.ts'
import { MemoryTransport } from '../support/memory-transport.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'
import { MortalProcess } from './mortal-process.ts'
import { NodeClock } from './node-clock.ts'
import type { OrderKeepers } from './order-keepers.ts'
import { CountedAuthenticator } from './server-logins.ts'
import { simulatedHttp, simulatedHub } from './server-parts.ts'
import { simulatedPeople } from './server-people.ts'
import { BACKPRESSURE_BYTES, LIMITS, UNDOING } from './server-process.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedEngine } from './simulated-engine.ts'
import type { SimulatedRedis } from './simulated-redis.ts'

export interface NodeSetup {
  name: string
  clock: VirtualClock
  random: () => number
  ids: () => number
  redis: SimulatedRedis
  disk: SimulatedDisk
  closes: 'at once' | 'later'
  ring: number
  keepers: OrderKeepers
  broken: (what: string) => void
  died: (node: NodeProcess, why: string) => void
}

/** Of all keys of the simulation. */
export const PREFIX = 'chat:'
/** The start of a server waits so long for what it has to hear of others. ms. */
const START_MS = 5_000
const DEDUPE_MS = 24 * 3_600_000

type Parts = Awaited<ReturnType<NodeProcess['open']>>

/** One life of one node of many, put together as the server does it where it stands on Redis. */
export class NodeProcess extends MortalProcess {
  readonly name: string
  readonly clock: NodeClock
  readonly engine: SimulatedEngine
  readonly #setup: NodeSetup
  /** Of what its lines to Redis do. */
  readonly #lineClock: NodeClock
  #parts: Parts | undefined
  #isStopping = false

  constructor(setup: NodeSetup) {
    const { name, redis, random } = setup
    super(new MemoryTransport({ maxBackpressureBytes: BACKPRESSURE_BYTES, closes: setup.closes }))
    this.name = name
    this.#setup = setup
    this.clock = new NodeClock(setup.clock)
    const onFault = (error: unknown) => this.broken(String(error instanceof Error ? error.stack : error))
    this.#lineClock = new NodeClock(setup.clock)
    this.engine = new SimulatedEngine({ redis, clock: this.#lineClock, random, onFault })
  }

  /** It takes connections. */
  get takes(): boolean {
    return this.listening && !this.clock.stopped
  }

  /** Of what it stores and knows; undefined: it has not started yet. */
  get log(): DurableLog | undefined {
    return this.#parts?.log
  }

  async start(): Promise<void> {
    const late = this.clock.after(START_MS, () => this.kill('does not hear Redis'))
    try {
      this.#parts = await this.open()
      const { people, http } = this.#parts
      await people.load()
      late()
      if (this.#isStopping) return
      people.begin()
      await this.listen(http, run => this.clock.run(run))
    } catch (error) {
      late()
      this.kill(`does not start: ${error instanceof Error ? error.message : error}`)
    }
  }

  protected async open() {
    const { random: _, ids, disk, ring, keepers } = this.#setup
    const { clock, engine } = this
    const fault = (fields: object) => this.broken(String((fields as { err?: unknown }).err ?? 'logged an error'))
    const logger = { debug() {}, info() {}, warn() {}, error: fault }
    const random = { id: () => `id${ids()}`, token: () => `token${ids()}` }
    const onFault = (error: unknown) => this.broken(String(error instanceof Error ? error.stack : error))
    await engine.ready()
    const lease = new NodeLease({ engine, prefix: PREFIX, clock, name: this.name, random: random.id() })
    const { node } = lease
    await lease.start()
    const shared = { engine, prefix: PREFIX, clock, random, node, lease, logger, log: logger, onFault }
    const store = await RedisStore.open({ ...shared, retention: { ageMs: undefined, messages: undefined } })
    const commit = store.commit.bind(store)
    store.commit = async group => {
      const answers = await commit(group)
      for (const [at, answer] of answers.entries()) {
        const write = group[at]
        if (write?.kind === 'event' && typeof answer === 'object' && 'refused' in answer)
          disk.refused(write.cid, answer.refused)
      }
      return answers
    }
    const limits = { eventsPerRoom: ring }
    // that there is no memory for more is said as an error
    const log = new DurableLog({ store, clock, random, log: { ...logger, error() {} }, onFault, limits })
    const presence = new RedisPresence(shared)
    const bus = new RedisUserBus(shared)
    const { holdMs, absoluteMs: longestMs } = SESSION_DEFAULTS
    const onEnded = (userId: string) => hub.endGrace(userId, false)
    const redisSessions = new RedisSessions({ ...shared, holdMs, longestMs })
    const sessions = new SharedSessions({ clock, random, store: redisSessions, onEnded })
    const logins = guestsOnly(sessions)
    const authenticator = new CountedAuthenticator(logins.authenticator, keepers, what => this.broken(what))
    const people = simulatedPeople({ log, sessions, logins, clock, random, hide: ids => hub.hide(ids) })
    const hub: Hub = simulatedHub({
      log: people.roomLog,
      directory: log.directory,
      personal: log.personal,
      random,
      authenticator,
      clock,
      logger,
      publish: (topic, text) => this.port('publish', () => this.transport.publish(topic, text)),
      limits: { ...LIMITS, dedupeMs: DEDUPE_MS },
      presence,
      bus,
      onHidden: people.removed.add,
    })
    const http = simulatedHttp({
      sessions,
      logins,
      people: people.http,
      status: () => (log.ready() ? 'ready' : 'unavailable'),
      open: (peer, from) => hub.open(peer, from),
      clock,
      logger,
    })
    return { lease, log, presence, bus, sessions, authenticator, people, hub, http }
  }

  /** What it still keeps of people although nobody is here, in words. */
  left(): string[] {
    const held = { ...this.#parts?.hub.held(), ...this.#parts?.sessions.held() }
    return Object.entries(held).flatMap(([what, count]) => (count === 0 ? [] : `${count} ${what}`))
  }

  /** SIGSTOP. */
  freeze(): void {
    this.clock.stop()
    this.#lineClock.stop()
  }

  /** SIGCONT. */
  thaw(): void {
    this.clock.go()
    this.#lineClock.go()
  }

  kill(why: string): void {
    if (!this.alive) return
    this.alive = false
    this.listening = false
    this.clock.die()
    this.#lineClock.die()
    this.engine.die()
    this.#setup.died(this, why)
  }

  /** SIGTERM. */
  async stop(): Promise<void> {
    if (this.#isStopping) return
    this.#isStopping = true
    this.transport.stopListening()
    if (!this.listening || !this.#parts) {
      this.kill('stopped at its start')
      return
    }
    this.listening = false
    const { lease, log, presence, bus, sessions, authenticator, people, hub } = this.#parts
    await hub.drain()
    hub.stop()
    await sessions.stop()
    people.stop()
    await this.transport.close()
    await presence.close()
    bus.close()
    await log.close()
    await lease.stop()
    await this.engine.close()
    // whoever waited is told, and what they had begun is undone
    for (let turn = 0; turn < UNDOING; turn++) await Promise.resolve()
    if (!this.alive) return
    if (authenticator.attached > 0) this.broken(`${authenticator.attached} who were attached are never detached`)
    if (this.clock.pending > 0) this.broken(`${this.clock.pending} timers were left behind`)
    this.kill('stopped')
  }

  protected broken(what: string): void {
    if (this.alive) this.#setup.broken(`${this.name}: ${what}`)
  }
}
