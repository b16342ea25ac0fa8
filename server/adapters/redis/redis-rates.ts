import { createHmac } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { RateShare, RatesOfNodes } from '../../ports/rates-of-nodes.ts'
import { digestOf } from './digest.ts'
import { type Command, type Engine, EngineUnavailable } from './engine.ts'
import { tagOf } from './partitions.ts'

export interface RedisRatesSetup {
  engine: Engine
  prefix: string
  clock: Clock
  log: Log
  /** So that nobody who reads the keys knows whose they are. */
  secret: string
}

/** How often what was taken is told, and what others took is heard. ms. */
const EVERY_MS = 250
/** Keys that wait; of more the rate holds on each node alone. */
const MOST = 20_000
/** Keys of one step. */
const AT_ONCE = 500
/** Others told of the same key this many times meanwhile. */
const TRIES = 20
/** Nothing fills so long. ms. */
const LONGEST_MS = 24 * 3_600_000

interface Taken {
  name: string
  key: string
  ms: number
}

/**
 * Rates over all nodes: for each key the time at which its bucket is full again is kept in one place. A node tells four times a second
 * what it let through, and hears by the same what the others did; so no more is let through too much than within that time.
 */
export class RedisRates implements RatesOfNodes {
  readonly #setup: RedisRatesSetup
  readonly #shares = new Map<string, RateShare>()
  readonly #taken = new Map<string, Taken>()
  readonly #stop: () => void
  #isTelling = false

  constructor(setup: RedisRatesSetup) {
    this.#setup = setup
    this.#stop = setup.clock.every(EVERY_MS, () => void this.#tell())
  }

  share(name: string, share: RateShare): (key: string, ms: number) => void {
    this.#shares.set(name, share)
    return (key, ms) => {
      const kept = `${name}:${key}`
      const known = this.#taken.get(kept)
      if (known) known.ms += ms
      else if (this.#taken.size < MOST) this.#taken.set(kept, { name, key, ms })
    }
  }

  stop(): void {
    this.#stop()
  }

  async #tell(): Promise<void> {
    if (this.#isTelling || this.#taken.size === 0) return
    this.#isTelling = true
    const byTag = new Map<string, Taken[]>()
    for (const taken of this.#taken.values()) {
      const tag = tagOf(taken.key)
      byTag.set(tag, [...(byTag.get(tag) ?? []), taken])
    }
    this.#taken.clear()
    try {
      await Promise.all([...byTag].map(([tag, all]) => this.#tellTag(tag, all)))
    } catch (error) {
      // what was taken meanwhile counts on this node alone
      this.#setup.log.debug({ err: error }, 'what was let through could not be told to the other nodes')
    }
    this.#isTelling = false
  }

  async #tellTag(tag: string, all: readonly Taken[]): Promise<void> {
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE)
      const left = await this.#add(tag, some)
      const now = this.#setup.clock.now()
      for (const [n, { name, key }] of some.entries()) this.#shares.get(name)?.raise(key, now + (left[n] as number))
    }
  }

  /**
   * In how many ms each is full again. That is the time that its key has left, so that no machine's clock counts but that of Redis;
   * what stands there is another text each time it is written.
   */
  async #add(tag: string, some: readonly Taken[]): Promise<number[]> {
    const { engine, clock } = this.#setup
    const keys = some.map(taken => this.#keyOf(tag, taken))
    for (let tries = 0; tries < TRIES; tries++) {
      const asked = keys.flatMap((key): Command[] => [
        ['GET', key],
        ['PTTL', key],
      ])
      const { replies } = await engine.view(tag, asked)
      const checks = keys.map((key, n) => ({ command: ['GET', key], expected: digestOf(replies[2 * n] ?? null) }))
      const left = some.map(({ ms }, n) => Math.min(Math.max(0, Number(replies[2 * n + 1])) + ms, LONGEST_MS))
      const commands = keys.flatMap((key, n): Command[] => {
        const ms = Math.ceil(left[n] as number)
        if (ms > 0) return [['SET', key, String(clock.now() + ms), 'PX', String(ms)]]
        return replies[2 * n] === null ? [] : [['DEL', key]]
      })
      if (commands.length === 0 || (await engine.commit(tag, { checks, commands })).done) return left
    }
    throw new EngineUnavailable('Too many others change the same.')
  }

  #keyOf(tag: string, { name, key }: Taken): string {
    const { prefix, secret } = this.#setup
    return `${prefix}{${tag}}:rate:${name}:${createHmac('md5', secret).update(key).digest('base64url')}`
  }
}
