import type { Canary } from '../../server/adapters/redis/canary.ts'
import type { NodeClock } from './node-clock.ts'
import { type SimulatedRedis, TOLERANCE } from './simulated-redis.ts'

export interface SimulatedEarSetup {
  redis: SimulatedRedis
  /** Of the node. */
  clock: NodeClock
  random: () => number
  canary: Canary
  fell: () => void
}

interface Item {
  at: number
  /** Undefined: it is the canary, with this text. */
  hear: (() => void) | undefined
  text: string
}

/** One connection that hears what is published, in its order; what of `Connection` a subscriber uses. */
export class SimulatedEar {
  /** The run of the server when it was connected. */
  readonly run: string
  /** Nothing comes over it any more. */
  isDeaf = false
  readonly #setup: SimulatedEarSetup
  readonly #stops = new Map<string, () => void>()
  readonly #items: Item[] = []
  #at = 0
  #cancel: (() => void) | undefined
  #isOver = false

  constructor(setup: SimulatedEarSetup) {
    this.#setup = setup
    this.run = setup.redis.server.run
  }

  subscribe(names: readonly string[], hear: (text: string, name: string) => void): Promise<void> {
    const { server } = this.#setup.redis
    for (const name of names) {
      this.#stops.get(name)?.()
      this.#stops.set(
        name,
        server.hear(name, text => this.#isLost(name) || this.#push(() => hear(text, name))),
      )
    }
    return new Promise(resolve => this.#push(resolve))
  }

  unsubscribe(names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#stops.get(name)?.()
      this.#stops.delete(name)
    }
    return new Promise(resolve => this.#push(resolve))
  }

  fall(): void {
    this.#setup.fell()
  }

  stop(): void {
    this.#isOver = true
    this.#cancel?.()
    for (const stop of this.#stops.values()) stop()
    this.#stops.clear()
  }

  /** The canary comes back, behind what was published before. */
  echo(text: string): void {
    if (!this.isDeaf) this.#items.push({ at: this.#next(), hear: undefined, text })
  }

  /** Hears the canaries that have come by now, as far as nothing else came before them. */
  catchUp(): void {
    const now = this.#setup.redis.clock.now() + TOLERANCE
    for (let [item] = this.#items; item && !item.hear && item.at <= now; [item] = this.#items) {
      this.#items.shift()
      this.#setup.canary.hear(item.text)
    }
  }

  /** What goes with nothing else to tell it is not noticed at once, or at all. */
  #isLost(channel: string): boolean {
    const { redis, random } = this.#setup
    const isCompared = /:r:[^:]*$|\{d\}$/.test(channel)
    if (!isCompared || redis.weather.losing === 0 || random() >= redis.weather.losing) return false
    redis.lost++
    return true
  }

  #next(): number {
    const { redis, random } = this.#setup
    this.#at = Math.max(this.#at, redis.busyUntil, redis.clock.now() + redis.weather.toldMs * random())
    return this.#at
  }

  #push(hear: () => void): void {
    if (this.isDeaf || this.#isOver) return
    this.#items.push({ at: this.#next(), hear, text: '' })
    this.#arm()
  }

  #arm(): void {
    if (this.#cancel || this.#isOver || this.isDeaf) return
    const next = this.#items.find(({ hear }) => hear)
    if (!next) return
    this.#cancel = this.#setup.clock.after(next.at - this.#setup.redis.clock.now(), () => {
      this.#cancel = undefined
      this.#drain()
      this.#arm()
    })
  }

  #drain(): void {
    const now = this.#setup.redis.clock.now() + TOLERANCE
    this.catchUp()
    for (let [item] = this.#items; item && item.at <= now && !this.isDeaf && !this.#isOver; [item] = this.#items) {
      this.#items.shift()
      item.hear?.()
      this.catchUp()
    }
  }
}
