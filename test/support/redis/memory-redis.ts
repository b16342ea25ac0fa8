import type { Command, Reply } from '../../../server/adapters/redis/engine.ts'

type Value = string | Map<string, string> | Map<string, number>

interface Entry {
  value: Value
  kind: 'text' | 'hash' | 'sorted'
  /** ms since the Unix epoch; undefined: for ever. */
  endsAt?: number | undefined
}

/** The commands of Redis that the server uses, over Maps: for the simulation, which has no processes. The contract holds both to the same. */
export class MemoryRedis {
  readonly #now: () => number
  #keys = new Map<string, Entry>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** ms since the Unix epoch. */
  get now(): number {
    return this.#now()
  }

  /** A copy of everything, as a replica has it. */
  copy(): Map<string, Entry> {
    const copy = new Map<string, Entry>()
    for (const [key, { value, kind, endsAt }] of this.#keys)
      copy.set(key, { value: typeof value === 'string' ? value : (new Map(value as never) as never), kind, endsAt })
    return copy
  }

  /** Everything is as in a copy. */
  become(copy: Map<string, Entry>): void {
    this.#keys = copy
  }

  run(command: Command): Reply {
    const [word = '', key = '', ...rest] = command
    const act = ACTS[word]
    if (!act) throw new Error(`The engine in memory has no ${word}.`)
    return act(this, key, rest, command)
  }

  entry(key: string): Entry | undefined {
    const entry = this.#keys.get(key)
    if (entry?.endsAt !== undefined && entry.endsAt <= this.#now()) {
      this.#keys.delete(key)
      return undefined
    }
    return entry
  }

  text(key: string): string | undefined {
    return this.#of(key, 'text')?.value as string | undefined
  }

  hash(key: string): Map<string, string> {
    return (this.#of(key, 'hash')?.value as Map<string, string>) ?? new Map()
  }

  sorted(key: string): Map<string, number> {
    return (this.#of(key, 'sorted')?.value as Map<string, number>) ?? new Map()
  }

  put(key: string, kind: Entry['kind'], value: Value, endsAt = this.entry(key)?.endsAt): void {
    if (typeof value !== 'string' && value.size === 0) this.#keys.delete(key)
    else this.#keys.set(key, { value, kind, endsAt })
  }

  keys(): string[] {
    return [...this.#keys.keys()].filter(key => this.entry(key) !== undefined)
  }

  delete(key: string): boolean {
    return this.entry(key) !== undefined && this.#keys.delete(key)
  }

  /** False: there is no such key. */
  end(key: string, inMs: number): boolean {
    const entry = this.entry(key)
    if (!entry) return false
    entry.endsAt = this.#now() + inMs
    return true
  }

  leftMs(key: string): number {
    const entry = this.entry(key)
    if (!entry) return -2
    return entry.endsAt === undefined ? -1 : entry.endsAt - this.#now()
  }

  #of(key: string, kind: Entry['kind']): Entry | undefined {
    const entry = this.entry(key)
    if (entry && entry.kind !== kind)
      throw new Error('WRONGTYPE Operation against a key holding the wrong kind of value')
    return entry
  }
}

type Act = (redis: MemoryRedis, key: string, rest: readonly string[], command: Command) => Reply

const ACTS: Record<string, Act> = {
  GET: (redis, key) => redis.text(key) ?? null,
  SET: (redis, key, [value = '', ...options]) => {
    let endsAt: number | undefined
    for (const [at, option] of options.entries()) {
      if (option === 'NX' && redis.entry(key)) return null
      if (option === 'XX' && !redis.entry(key)) return null
      if (option === 'EX') endsAt = redis.now + 1_000 * Number(options[at + 1])
      if (option === 'PX') endsAt = redis.now + Number(options[at + 1])
    }
    redis.delete(key)
    redis.put(key, 'text', value, endsAt)
    return 'OK'
  },
  DEL: (redis, key, rest) => [key, ...rest].filter(each => redis.delete(each)).length,
  UNLINK: (redis, key, rest) => [key, ...rest].filter(each => redis.delete(each)).length,
  TYPE: (redis, key) =>
    ({ text: 'string', hash: 'hash', sorted: 'zset', none: 'none' })[redis.entry(key)?.kind ?? 'none'],
  MEMORY: (redis, _, [key = '']) => (redis.entry(key) ? 1_000 : null),
  // a walk is one step; its pattern is plain text and a star behind it
  SCAN: (redis, _, [, pattern = '']) => {
    const begin = pattern.slice(0, -1).replace(/\\(.)/g, '$1')
    return ['0', redis.keys().filter(key => key.startsWith(begin))]
  },
  HSCAN: (redis, key) => ['0', [...redis.hash(key)].flat()],
  ZSCAN: (redis, key) => ['0', [...redis.sorted(key)].flatMap(([member, score]) => [member, String(score)])],
  EXISTS: (redis, key, rest) => [key, ...rest].filter(each => redis.entry(each)).length,
  EXPIRE: (redis, key, [seconds]) => (redis.end(key, 1_000 * Number(seconds)) ? 1 : 0),
  PEXPIRE: (redis, key, [ms]) => (redis.end(key, Number(ms)) ? 1 : 0),
  PTTL: (redis, key) => redis.leftMs(key),
  HGET: (redis, key, [field = '']) => redis.hash(key).get(field) ?? null,
  HMGET: (redis, key, fields) => fields.map(field => redis.hash(key).get(field) ?? null),
  HLEN: (redis, key) => redis.hash(key).size,
  HEXISTS: (redis, key, [field = '']) => (redis.hash(key).has(field) ? 1 : 0),
  HGETALL: (redis, key) => [...redis.hash(key)].flat(),
  HKEYS: (redis, key) => [...redis.hash(key).keys()],
  HSET: (redis, key, rest) => {
    const hash = redis.hash(key)
    const before = hash.size
    for (let at = 0; at < rest.length; at += 2) hash.set(rest[at] as string, rest[at + 1] as string)
    redis.put(key, 'hash', hash)
    return hash.size - before
  },
  HDEL: (redis, key, fields) => {
    const hash = redis.hash(key)
    const gone = fields.filter(field => hash.delete(field)).length
    redis.put(key, 'hash', hash)
    return gone
  },
  HINCRBY: (redis, key, [field = '', by]) => {
    const hash = redis.hash(key)
    const value = Number(hash.get(field) ?? 0) + Number(by)
    hash.set(field, String(value))
    redis.put(key, 'hash', hash)
    return value
  },
  ZADD: (redis, key, rest) => {
    const sorted = redis.sorted(key)
    const before = sorted.size
    for (let at = 0; at < rest.length; at += 2) sorted.set(rest[at + 1] as string, Number(rest[at]))
    redis.put(key, 'sorted', sorted)
    return sorted.size - before
  },
  ZREM: (redis, key, members) => {
    const sorted = redis.sorted(key)
    const gone = members.filter(member => sorted.delete(member)).length
    redis.put(key, 'sorted', sorted)
    return gone
  },
  ZCARD: (redis, key) => redis.sorted(key).size,
  ZSCORE: (redis, key, [member = '']) => {
    const score = redis.sorted(key).get(member)
    return score === undefined ? null : String(score)
  },
  ZCOUNT: (redis, key, [low = '', high = '']) => byScore(redis, key, low, high).length,
  ZREMRANGEBYSCORE: (redis, key, [low = '', high = '']) => {
    const sorted = redis.sorted(key)
    const gone = byScore(redis, key, low, high)
    for (const [member] of gone) sorted.delete(member)
    redis.put(key, 'sorted', sorted)
    return gone.length
  },
  ZRANGE: (redis, key, [start = '', end = '', ...options]) => {
    const newest = options.includes('REV')
    const [low, high] = newest ? [end, start] : [start, end]
    const found = options.includes('BYLEX')
      ? byName(redis, key, low, high)
      : options.includes('BYSCORE')
        ? byScore(redis, key, low, high)
        : undefined
    const all = found ?? inOrder(redis.sorted(key))
    if (newest) all.reverse()
    const limit = options.indexOf('LIMIT')
    let part = all
    if (limit >= 0)
      part = all.slice(Number(options[limit + 1]), Number(options[limit + 1]) + Number(options[limit + 2]))
    else if (!found) part = byRank(all, Number(start), Number(end))
    const scores = options.includes('WITHSCORES')
    return part.flatMap(([member, score]) => (scores ? [member, String(score)] : [member]))
  },
}

function inOrder(sorted: Map<string, number>): [string, number][] {
  return [...sorted].sort((one, other) => one[1] - other[1] || compare(one[0], other[0]))
}

function byRank(all: [string, number][], start: number, end: number): [string, number][] {
  const from = start < 0 ? Math.max(0, all.length + start) : start
  const to = end < 0 ? all.length + end : end
  return all.slice(from, to + 1)
}

function byScore(redis: MemoryRedis, key: string, low: string, high: string): [string, number][] {
  const isIn = (score: number) => isAbove(score, low) && !isAbove(score, high, true)
  return inOrder(redis.sorted(key)).filter(([, score]) => isIn(score))
}

/** At or above a bound; `beyond`: above its end. */
function isAbove(score: number, bound: string, beyond = false): boolean {
  const open = bound.startsWith('(')
  const value = numberOf(open ? bound.slice(1) : bound)
  if (beyond) return open ? score >= value : score > value
  return open ? score > value : score >= value
}

function numberOf(bound: string): number {
  if (bound === '+inf' || bound === '-inf')
    return bound === '+inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  return Number(bound)
}

function byName(redis: MemoryRedis, key: string, low: string, high: string): [string, number][] {
  const above = (member: string) => low === '-' || compare(member, low.slice(1)) >= (low.startsWith('(') ? 1 : 0)
  const below = (member: string) => high === '+' || compare(member, high.slice(1)) <= (high.startsWith('(') ? -1 : 0)
  return inOrder(redis.sorted(key)).filter(([member]) => above(member) && below(member))
}

function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
