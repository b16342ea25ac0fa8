import { digestOf } from '../../../server/adapters/redis/digest.ts'
import {
  type ChannelListener,
  type Command,
  type Commit,
  type Committed,
  type Engine,
  EngineFull,
  EngineUnavailable,
  type Reply,
  type View,
} from '../../../server/adapters/redis/engine.ts'
import { MemoryRedis } from './memory-redis.ts'

/** A Redis server in this process, for many nodes; see `MemoryEngine`. */
export class MemoryRedisServer {
  readonly redis: MemoryRedis
  /** Another one after a restart or a failover. */
  run: string
  /** It takes no more writes. */
  isFull = false
  readonly #listeners = new Map<string, Set<(text: string) => void>>()
  #runs = 1

  constructor(now: () => number) {
    this.redis = new MemoryRedis(now)
    this.run = 'run-1'
  }

  /** It runs anew, with this data, or with what it has. */
  restart(data?: ReturnType<MemoryRedis['copy']>): void {
    this.run = `run-${++this.#runs}`
    if (data) this.redis.become(data)
  }

  view(commands: readonly Command[]): View {
    const replies: Reply[] = []
    for (const command of commands) replies.push(this.#reply(command, replies))
    return { replies, run: this.run }
  }

  commit({ checks, commands, log }: Commit): Committed {
    // a script that may write does not begin
    if (this.isFull) throw new EngineFull('The memory is full.')
    const failed = checks.flatMap(({ command, expected }, at) =>
      digestOf(this.redis.run(command)) === expected ? [] : [at],
    )
    if (failed.length > 0) return { done: false, failed }
    let [epoch, before] = ['', 0]
    if (log) {
      const [known, seq, run] = this.redis.run(['HMGET', log.meta, 'e', 's', 'r']) as (string | null)[]
      before = Number(seq ?? 0)
      epoch = known && run === this.run ? known : log.freshEpoch
      if (epoch !== known || log.events > 0)
        this.redis.run(['HSET', log.meta, 'e', epoch, 's', String(before + log.events), 'r', this.run])
    }
    const placed = (text: string) => text.replace(/\x01(-?\d+)\x01/g, (_, k) => String(before + Number(k)))
    for (const command of commands) this.redis.run(command.map(placed))
    if (log && log.events > 0) this.publish(log.channel, `${before} ${epoch}\n${placed(log.told)}`)
    return { done: true, before, epoch }
  }

  publish(channel: string, text: string): void {
    for (const hear of [...(this.#listeners.get(channel) ?? [])]) hear(text)
  }

  hear(channel: string, hear: (text: string) => void): () => void {
    const all = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, all.add(hear))
    return () => {
      all.delete(hear)
      if (all.size === 0 && this.#listeners.get(channel) === all) this.#listeners.delete(channel)
    }
  }

  #reply(command: Command, replies: readonly Reply[]): Reply {
    const [word, key = '', from] = command
    if (!word?.startsWith('@')) return this.redis.run(command)
    const earlier = (replies[Number(from)] ?? []) as readonly (string | null)[]
    const rows = (fields: readonly (string | null)[]) =>
      this.redis.run(['HMGET', key, ...fields.map(each => each ?? '-')])
    if (word === '@HMGET') return rows(earlier)
    if (word === '@HEADS') return (rows(earlier) as (string | null)[]).map(row => row && (row.split('\n')[0] ?? null))
    return rows(earlier.map(row => /^\S+ \S+ \S+ (\d+)/.exec(row ?? '')?.[1] ?? '-'))
  }
}

/** What one node has of such a server: everything at once, unless a test says otherwise. */
export class MemoryEngine implements Engine {
  readonly #server: MemoryRedisServer
  readonly #stops = new Set<() => void>()
  readonly #channels = new Set<ChannelListener>()
  /** It does not reach the server. */
  cut = false
  /** It is connected, and hears nothing. */
  deaf = false

  constructor(server: MemoryRedisServer) {
    this.#server = server
  }

  async view(_tag: string, commands: readonly Command[]): Promise<View> {
    this.#reach()
    return this.#server.view(commands)
  }

  async commit(_tag: string, commit: Commit): Promise<Committed> {
    this.#reach()
    return this.#server.commit(commit)
  }

  async publish(_tag: string, channel: string, text: string): Promise<void> {
    this.#reach()
    this.#server.publish(channel, text)
  }

  subscribe(_tag: string, channel: string, listener: ChannelListener): () => void {
    const stop = this.#server.hear(channel, text => {
      if (!this.deaf && !this.cut) listener.message(text)
    })
    this.#channels.add(listener)
    this.#stops.add(stop)
    queueMicrotask(() => {
      if (this.current && this.#channels.has(listener)) listener.live()
    })
    return () => {
      stop()
      this.#stops.delete(stop)
      this.#channels.delete(listener)
    }
  }

  get current(): boolean {
    return !this.cut && !this.deaf
  }

  /** Every channel is as if it were subscribed anew, or not any more. */
  tell(state: 'live' | 'lost'): void {
    for (const listener of [...this.#channels]) listener[state]()
  }

  async full(): Promise<boolean> {
    this.#reach()
    return this.#server.isFull
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    this.#channels.clear()
  }

  #reach(): void {
    if (this.cut) throw new EngineUnavailable('There is no way to the server.')
  }
}
