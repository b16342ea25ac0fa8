import { NodeLease } from '../../../server/adapters/redis/node-lease.ts'
import { RedisSessions } from '../../../server/adapters/redis/shared-sessions.ts'
import type { SessionOptions } from '../../../server/app/identity/session-options.ts'
import { SharedSessions } from '../../../server/app/identity/shared-sessions.ts'
import type { Clock } from '../../../server/ports/clock.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { MemoryEngine, MemoryRedisServer } from './memory-engine.ts'

const PREFIX = 'chat:'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Nodes with the logins of one Redis. */
export class SessionNodes {
  readonly clock = new VirtualClock()
  readonly server = new MemoryRedisServer(() => this.clock.now())
  readonly options: Partial<SessionOptions>
  #ids = 0

  constructor(options: Partial<SessionOptions> = { idleMs: HOUR, absoluteMs: 3 * HOUR }) {
    this.options = options
  }

  /** `wrap`: what is between a node and Redis. */
  async start(name: string, wrap = (engine: MemoryEngine): MemoryEngine => engine, own: Partial<Clock> = {}) {
    const clock: Clock = {
      now: own.now ?? (() => this.clock.now()),
      elapsed: () => this.clock.elapsed(),
      after: (ms, fn) => this.clock.after(ms, fn),
      every: (ms, fn) => this.clock.every(ms, fn),
    }
    const random = { id: () => `id${++this.#ids}`, token: () => `token${++this.#ids}` }
    const engine = wrap(new MemoryEngine(this.server))
    const lease = new NodeLease({ engine, prefix: PREFIX, clock, name, random: random.id() })
    await lease.start()
    const longestMs = this.options.absoluteMs ?? 3 * HOUR
    const store = new RedisSessions({ engine, prefix: PREFIX, lease, clock, holdMs: MINUTE, longestMs })
    const ended: string[] = []
    const sessions = new SharedSessions({
      clock,
      random,
      options: this.options,
      store,
      onEnded: userId => ended.push(userId),
    })
    return new SessionNode({ engine, lease, store, sessions, ended })
  }

  /** What is under such keys. */
  texts(part: string): [string, string][] {
    const all = [...this.server.redis.copy()].filter(([key]) => key.includes(part) && this.server.redis.entry(key))
    return all.map(([key, { value }]) => [key, String(value)])
  }
}

interface Parts {
  engine: MemoryEngine
  lease: NodeLease
  store: RedisSessions
  sessions: SharedSessions
  /** Users of whom a login is over, as this node heard it. */
  ended: string[]
}

export class SessionNode {
  readonly engine: MemoryEngine
  readonly lease: NodeLease
  readonly store: RedisSessions
  readonly sessions: SharedSessions
  readonly ended: string[]

  constructor({ engine, lease, store, sessions, ended }: Parts) {
    this.engine = engine
    this.lease = lease
    this.store = store
    this.sessions = sessions
    this.ended = ended
  }

  async login(name: string) {
    const result = await this.sessions.login(name)
    if (!result.ok) throw new Error(result.refusal.code)
    return result.login
  }

  async refusal(name: string) {
    const result = await this.sessions.login(name)
    return result.ok ? undefined : result.refusal.code
  }

  async open(id: string) {
    const result = await this.sessions.open({ id, name: 'Account' })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.login
  }

  /** `ends`: how its socket was closed. */
  async connect(token: string) {
    const ends: string[] = []
    const attached = await this.sessions.attach(token, { end: (code, reason) => ends.push(`${code} ${reason}`) })
    if (!attached.ok) throw new Error(attached.refusal.code)
    return { ...attached, ends }
  }

  async code(token: string) {
    const attached = await this.sessions.attach(token, { end() {} })
    if (!attached.ok) return attached.refusal.code
    attached.detach()
    return 'ok'
  }

  /** The process is gone at once. */
  async die() {
    this.engine.cut = true
    await this.sessions.stop()
    await this.lease.stop()
    await this.engine.close()
  }

  async stop() {
    await this.sessions.stop()
    await this.lease.stop()
    await this.engine.close()
  }
}
