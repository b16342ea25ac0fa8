import { setTimeout as sleep } from 'node:timers/promises'
import { parseRedisUrl, type RedisTarget } from '../../core/redis-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Random } from '../../ports/random.ts'
import { Channel } from './channel.ts'
import type { Connection } from './connection.ts'
import {
  type ChannelListener,
  type Command,
  type Commit,
  type Committed,
  type Engine,
  EngineUnavailable,
  type View,
} from './engine.ts'
import { Masters } from './masters.ts'
import { loadRedis } from './redis-module.ts'
import { callCommit, callView } from './script-calls.ts'
import type { ServerInfo } from './server-info.ts'
import { EngineRefused } from './what-befell.ts'

export interface EngineParts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Before all keys. */
  readonly prefix: string
  /** A listener threw. */
  onFault?(error: unknown): void
}

export interface EngineStats {
  /** Connections that had been up and fell. */
  readonly reconnects: number
  /** Those among them that were up and heard nothing. */
  readonly deaf: number
  readonly failedCalls: number
  readonly callsInFlight: number
}

/** Who starts a server does not want to wait longer to hear that it does not start. */
const START_MS = 4_000
const LOOK_MS = 20
const MOST_CALLS = 4_096
const CLOSED = 'The connection to Redis is closed.'

/** Resolves when everything is connected and heard; rejects with a sentence, without the password, when that takes too long. */
export async function openEngine(url: string, parts: EngineParts): Promise<RedisEngine> {
  const target = parseRedisUrl(url)
  const redis = await loadRedis()
  const engine = new RedisEngine(target, { ...parts, redis })
  try {
    await engine.ready()
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** Redis as an engine: one server, one that sentinels watch over, or a cluster. */
export class RedisEngine implements Engine {
  readonly #parts: EngineParts
  readonly #publish: string
  readonly #masters: Masters
  readonly #channels = new Map<string, Channel>()
  #failed = 0
  #inFlight = 0
  #isClosed = false
  #warned = false

  constructor(target: RedisTarget, parts: EngineParts & { redis: Awaited<ReturnType<typeof loadRedis>> }) {
    this.#parts = parts
    this.#publish = target.kind === 'cluster' ? 'SPUBLISH' : 'PUBLISH'
    const own = parts.random.id()
    this.#masters = new Masters(
      target,
      { ...parts, ...target, onInfo: info => this.#look(info) },
      tag => `${this.#key(tag)}:canary:${own}`,
    )
  }

  /** Resolves when all is connected for the first time. */
  async ready(): Promise<void> {
    const { clock } = this.#parts
    const begun = clock.elapsed()
    while (!this.current) {
      if (this.#masters.reason instanceof EngineRefused || clock.elapsed() - begun >= START_MS) throw this.#away()
      // not the clock's, whose timers keep no process alive
      await sleep(LOOK_MS)
    }
  }

  async view(tag: string, commands: readonly Command[]): Promise<View> {
    return this.#call(tag, async ({ connection, run }) => ({
      replies: await callView(connection, this.#key(tag), commands),
      run,
    }))
  }

  async commit(tag: string, commit: Commit): Promise<Committed> {
    return this.#call(tag, ({ connection, run }) =>
      callCommit(connection, { anchor: this.#key(tag), run, publish: this.#publish }, commit),
    )
  }

  async publish(tag: string, channel: string, text: string): Promise<void> {
    await this.#call(tag, ({ connection }) => connection.send([this.#publish, channel, text]))
  }

  subscribe(tag: string, name: string, listener: ChannelListener): () => void {
    let channel = this.#channels.get(name)
    if (!channel) {
      channel = new Channel(name, tag, error => this.#fault(error))
      this.#channels.set(name, channel)
      if (!this.#isClosed) this.#masters.enter(channel)
    }
    const own = channel
    const end = own.add(listener)
    return () => {
      end()
      if (own.isWanted || this.#channels.get(name) !== own) return
      this.#channels.delete(name)
      this.#masters.leave(own)
    }
  }

  get current(): boolean {
    return !this.#isClosed && this.#masters.isCurrent
  }

  async full(): Promise<boolean> {
    if (!this.#masters.all.length) throw this.#away()
    const all = await Promise.all(this.#masters.all.map(master => master.isFull()))
    return all.includes(true)
  }

  stats(): EngineStats {
    return { ...this.#masters.counts, failedCalls: this.#failed, callsInFlight: this.#inFlight }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#channels.clear()
    this.#masters.stop(new EngineUnavailable(CLOSED))
  }

  #key(tag: string): string {
    return `${this.#parts.prefix}{${tag}}`
  }

  async #call<T>(tag: string, act: (now: { connection: Connection; run: string }) => Promise<T>): Promise<T> {
    const master = this.#masters.of(tag)
    const now = master?.now
    if (this.#isClosed || !now || this.#inFlight >= MOST_CALLS) {
      this.#failed++
      if (now && !this.#isClosed) throw new EngineUnavailable('Too many calls wait for Redis.')
      this.#masters.heard(new EngineUnavailable('No master is known.'))
      throw this.#away(master?.reason)
    }
    this.#inFlight++
    try {
      return await act(now)
    } catch (error) {
      this.#failed++
      this.#masters.heard(error)
      throw error
    } finally {
      this.#inFlight--
    }
  }

  #away(reason = this.#masters.reason): EngineUnavailable {
    if (this.#isClosed) return new EngineUnavailable(CLOSED)
    return new EngineUnavailable(reason?.message ?? 'There is no connection to Redis yet.')
  }

  #look(info: ServerInfo): void {
    const policy = info.get('maxmemory_policy')
    if (this.#warned || !policy || policy === 'noeviction') return
    this.#warned = true
    this.#parts.log.warn({ policy }, 'Redis may forget what it keeps: its maxmemory-policy should be noeviction')
  }

  #fault(error: unknown): void {
    if (this.#parts.onFault) this.#parts.onFault(error)
    else this.#parts.log.error({ err: error }, 'a listener of a channel failed')
  }
}
