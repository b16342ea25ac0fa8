import { MemoryRedisServer } from '../support/redis/memory-engine.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'

/** How an engine fares, now. */
export interface EngineWeather {
  /** Most ms that a call takes to it, and its answer back. */
  callMs: number
  /** Most ms that what is published is on its way. */
  toldMs: number
  /** How likely a call is refused, and how likely the line breaks behind one that was done. */
  failing: number
  breaking: number
  /** How likely what is told of rooms and of the directory is lost without a sign. */
  losing: number
}

export const CALM_ENGINE: EngineWeather = { callMs: 3, toldMs: 3, failing: 0, breaking: 0, losing: 0 }

/** Sums of times are not exact. ms. */
export const TOLERANCE = 0.001

/** Whoever is connected to it. */
export interface Connected {
  /** The server has closed it. */
  fall(why: string): void
}

export interface SimulatedRedisSetup {
  clock: VirtualClock
  /** A node has published this; called before anybody hears it. */
  told: (channel: string, text: string) => void
}

/** One server of Redis with all that befalls it; see `SimulatedEngine`. */
export class SimulatedRedis {
  readonly clock: VirtualClock
  readonly server: MemoryRedisServer
  readonly weather: EngineWeather = { ...CALM_ENGINE }
  readonly connected = new Set<Connected>()
  /** Nobody listens. */
  isDown = false
  /** What was told of rooms and of the directory, and lost without a sign. */
  lost = 0
  /** Calls to it were slow or failed, last: infinity while they are. Virtual time. */
  roughAt = Number.NEGATIVE_INFINITY
  /** Until then it does nothing. Virtual time. */
  #stillUntil = 0

  constructor({ clock, told }: SimulatedRedisSetup) {
    this.clock = clock
    this.server = new MemoryRedisServer(() => clock.now())
    const publish = this.server.publish.bind(this.server)
    this.server.publish = (channel, text) => {
      told(channel, text)
      publish(channel, text)
    }
  }

  /** When it does what comes now. */
  get busyUntil(): number {
    return Math.max(this.clock.now(), this.#stillUntil)
  }

  get isStill(): boolean {
    return this.#stillUntil > this.clock.now() + TOLERANCE
  }

  /** From now on it fares so. */
  fare(weather: Partial<EngineWeather>): void {
    Object.assign(this.weather, weather)
    const { callMs, failing, breaking } = this.weather
    if (callMs > 10 || failing + breaking > 0) this.roughAt = Number.POSITIVE_INFINITY
    else if (this.roughAt === Number.POSITIVE_INFINITY) this.roughAt = this.clock.now()
  }

  /** It stands still, and does later what comes meanwhile. */
  standStill(ms: number): void {
    this.#stillUntil = this.clock.now() + ms
  }

  /** It ends, and all lines with it. */
  down(): void {
    this.isDown = true
    for (const each of [...this.connected]) each.fall('Redis has gone.')
  }

  /** It runs anew: with what it had, or with this. */
  up(data?: ReturnType<MemoryRedisServer['redis']['copy']>): void {
    this.isDown = false
    this.#stillUntil = 0
    this.server.restart(data)
  }
}
