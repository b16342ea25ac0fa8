import { CANARY_MS, Canary } from '../../server/adapters/redis/canary.ts'
import { Channel } from '../../server/adapters/redis/channel.ts'
import type { Connection } from '../../server/adapters/redis/connection.ts'
import {
  type ChannelListener,
  type Command,
  type Commit,
  type Committed,
  type Engine,
  EngineUnavailable,
  type View,
} from '../../server/adapters/redis/engine.ts'
import { Subscriber } from '../../server/adapters/redis/subscriber.ts'
import type { NodeClock } from './node-clock.ts'
import { SimulatedEar } from './simulated-ear.ts'
import { SimulatedLine } from './simulated-line.ts'
import type { Connected, SimulatedRedis } from './simulated-redis.ts'

export interface SimulatedEngineSetup {
  redis: SimulatedRedis
  clock: NodeClock
  random: () => number
  onFault: (error: unknown) => void
}

/** Between two tries to connect: at least, and how much more at most. ms. */
const AGAIN_MS = 50
const SPREAD_MS = 250
const CLOSED = 'The connection to Redis is closed.'

/**
 * What one node has of the simulated Redis, as `RedisEngine` and `Master` have it of a real one: a line for calls, an ear for what is
 * published, which are connected anew when they fall, and a canary that goes from the one to the other.
 */
export class SimulatedEngine implements Engine, Connected {
  readonly #setup: SimulatedEngineSetup
  readonly #canary: Canary
  readonly #subscriber = new Subscriber(false)
  readonly #channels = new Map<string, Channel>()
  readonly #stopCanary: () => void
  #line: SimulatedLine | undefined
  #ear: SimulatedEar | undefined
  #isClosed = false
  #isOpening = false
  #isEarOpening = false
  /** Nothing goes to the server, and nothing comes from it. */
  #isCut = false

  constructor(setup: SimulatedEngineSetup) {
    this.#setup = setup
    this.#canary = new Canary(setup.clock)
    this.#stopCanary = setup.clock.every(CANARY_MS, () => this.#tick())
    setup.redis.connected.add(this)
    this.#openLine()
  }

  /** Resolves when all is connected for the first time. */
  async ready(): Promise<void> {
    while (!this.current) await new Promise<void>(resolve => this.#setup.clock.after(20, resolve))
  }

  view(_tag: string, commands: readonly Command[]): Promise<View> {
    const { server } = this.#setup.redis
    const [[word = '', key = ''] = []] = commands
    // one that looks for what is half-done looks in every tag: that would be most of what happens
    const isNothing =
      commands.length === 1 && word === 'HGETALL' && key.endsWith('}:intents') && !server.redis.entry(key)
    if (isNothing && this.#line?.isFree) return Promise.resolve({ replies: [[]], run: server.run })
    return this.#call(() => server.view(commands))
  }

  commit(_tag: string, commit: Commit): Promise<Committed> {
    return this.#call(() => this.#setup.redis.server.commit(commit))
  }

  publish(_tag: string, channel: string, text: string): Promise<void> {
    return this.#call(() => this.#setup.redis.server.publish(channel, text))
  }

  subscribe(tag: string, name: string, listener: ChannelListener): () => void {
    let channel = this.#channels.get(name)
    if (!channel) {
      channel = new Channel(name, tag, this.#setup.onFault)
      this.#channels.set(name, channel)
      if (!this.#isClosed) this.#subscriber.enter(channel)
    }
    const own = channel
    const end = own.add(listener)
    return () => {
      end()
      if (own.isWanted || this.#channels.get(name) !== own) return
      this.#channels.delete(name)
      this.#subscriber.leave(own)
    }
  }

  get current(): boolean {
    this.#ear?.catchUp()
    return !this.#isClosed && this.#ear !== undefined && this.#canary.isCurrent
  }

  full(): Promise<boolean> {
    return this.#call(() => this.#setup.redis.server.isFull)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopCanary()
    this.#setup.redis.connected.delete(this)
    this.fall(CLOSED)
  }

  fall(why: string): void {
    this.#earFalls()
    this.#lineFalls(why)
  }

  /** Its process is gone: what it has sent may still arrive. */
  die(): void {
    this.#isClosed = true
    this.#setup.redis.connected.delete(this)
    this.#line?.drop(this.#setup.random() < 0.5)
    this.#ear?.stop()
  }

  /** The network between it and the server is gone; `heard`: both notice at once. */
  cut(heard: boolean): void {
    this.#isCut = true
    this.#line?.drop(this.#setup.random() < 0.5)
    if (this.#ear) this.#ear.isDeaf = true
    if (heard) this.fall('The connection to Redis has ended.')
  }

  heal(): void {
    this.#isCut = false
  }

  /** It is connected, and hears nothing more. */
  deafen(): void {
    if (this.#ear) this.#ear.isDeaf = true
  }

  #call<T>(act: () => T): Promise<T> {
    if (this.#isClosed) return Promise.reject(new EngineUnavailable(CLOSED))
    if (!this.#line) return Promise.reject(new EngineUnavailable('There is no connection to Redis.'))
    return this.#line.call(act)
  }

  #openLine(): void {
    const { clock, random, redis } = this.#setup
    if (this.#isClosed || this.#line || this.#isOpening) return
    this.#isOpening = true
    clock.after(AGAIN_MS + SPREAD_MS * random(), () => {
      this.#isOpening = false
      if (this.#isClosed) return
      if (redis.isDown || redis.isStill || this.#isCut) return this.#openLine()
      const line = new SimulatedLine({ redis, clock, random, fell: () => this.#lineFalls('The connection has ended.') })
      this.#line = line
      if (this.#ear && this.#ear.run !== line.run) this.#earFalls()
      this.#openEar()
    })
  }

  #lineFalls(why: string): void {
    const line = this.#line
    this.#line = undefined
    line?.fall(new EngineUnavailable(why))
    this.#openLine()
  }

  #openEar(): void {
    const { clock, random, redis } = this.#setup
    if (this.#isClosed || this.#ear || this.#isEarOpening || !this.#line) return
    this.#isEarOpening = true
    clock.after(redis.weather.callMs * random(), () => {
      this.#isEarOpening = false
      if (this.#isClosed || !this.#line) return
      if (redis.isDown || redis.isStill || this.#isCut) return void clock.after(AGAIN_MS, () => this.#openEar())
      this.#ear = new SimulatedEar({ redis, clock, random, canary: this.#canary, fell: () => this.#earFalls() })
      this.#subscriber.up(this.#ear as unknown as Connection)
      this.#sendCanary()
    })
  }

  #earFalls(): void {
    const ear = this.#ear
    this.#ear = undefined
    ear?.stop()
    this.#canary.silent()
    this.#subscriber.down()
    if (ear) this.#openEar()
  }

  #tick(): void {
    this.#ear?.catchUp()
    this.#line?.tick()
    this.#sendCanary()
  }

  #sendCanary(): void {
    if (!this.#line || !this.#ear || this.#isCut) return
    this.#ear.echo(this.#canary.text())
    // the server takes it, and says so at once, as often as this looks
    if (this.#setup.redis.isStill) return
    if (this.#canary.taken()) this.#earFalls()
  }
}
