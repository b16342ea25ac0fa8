import { EngineUnavailable } from '../../server/adapters/redis/engine.ts'
import type { NodeClock } from './node-clock.ts'
import { type SimulatedRedis, TOLERANCE } from './simulated-redis.ts'

export interface SimulatedLineSetup {
  redis: SimulatedRedis
  /** Of the node. */
  clock: NodeClock
  random: () => number
  fell: () => void
}

/** So many ticks of 250 ms a call may wait for its answer: 2 s, counted as the real line counts them. */
const PATIENCE = 8

interface Call {
  reject(error: Error): void
  /** Ticks at which it waited. */
  waited: number
}

/** One connection for calls: they arrive in their order, and are answered in it. */
export class SimulatedLine {
  /** The run of the server when it was connected. */
  readonly run: string
  readonly #setup: SimulatedLineSetup
  readonly #calls = new Set<Call>()
  /** When what was sent last arrives, by the world's clock, and when the last answer does. */
  #up = 0
  #down = 0
  #onItsWay = 0
  #reason: Error | undefined
  /** What was sent and has not arrived does not. */
  #isDropped = false
  /** What is sent now does not arrive either. */
  #isCutOff = false
  /** What is answered does not arrive. */
  #isMute = false
  /** Ticks for which it was cut off. */
  #silence = 0

  constructor(setup: SimulatedLineSetup) {
    this.#setup = setup
    this.run = setup.redis.server.run
  }

  /** Nothing is on its way, and the server would answer. */
  get isFree(): boolean {
    return this.#calls.size === 0 && !this.#isMute && !this.#isCutOff && !this.#setup.redis.isStill
  }

  call<T>(act: () => T): Promise<T> {
    if (this.#reason) return Promise.reject(this.#reason)
    return new Promise<T>((resolve, reject) => {
      const call: Call = { reject, waited: 0 }
      this.#calls.add(call)
      if (this.#isCutOff) return
      const settle = (end: () => void) => this.#answer(() => this.#calls.delete(call) && end())
      this.#arrive(() => {
        const { redis, random } = this.#setup
        const { failing, breaking } = redis.weather
        const fate = failing + breaking > 0 ? random() : 1
        if (fate < failing) return settle(() => reject(new EngineUnavailable('Redis answers BUSY.')))
        try {
          const value = act()
          if (fate < failing + breaking) this.#answer(() => this.#setup.fell())
          else settle(() => resolve(value))
        } catch (error) {
          settle(() => reject(error as Error))
        }
      })
    })
  }

  /** Nothing gets through any more; `arrives`: what was sent before does. */
  drop(arrives: boolean): void {
    this.#isMute = this.#isCutOff = true
    this.#isDropped = !arrives
  }

  tick(): void {
    const [oldest] = this.#calls
    if (this.#isCutOff) this.#silence++
    if (this.#silence > PATIENCE || (oldest && ++oldest.waited > PATIENCE)) this.#setup.fell()
  }

  /** What has arrived is done all the same. */
  fall(reason: Error): void {
    this.#reason = reason
    this.#isMute = true
    for (const { reject } of this.#calls) reject(reason)
    this.#calls.clear()
  }

  #arrive(act: () => void): void {
    const { redis, random } = this.#setup
    const { clock, server, weather } = redis
    const { callMs } = weather
    const now = clock.now()
    // most of the time nothing is gained by looking at the way there and back apart
    const wayMs = callMs > 10 ? (callMs * random()) / 2 : 0
    this.#up = Math.max(this.#up, redis.busyUntil, now + wayMs)
    const { run } = server
    const arrived = () => {
      this.#onItsWay--
      if (this.#isDropped || redis.isDown || server.run !== run) return
      // it may have come to stand still meanwhile
      if (redis.isStill) this.#arrive(act)
      else act()
    }
    this.#onItsWay++
    if (this.#up <= now + TOLERANCE && this.#onItsWay === 1) arrived()
    else clock.after(this.#up - now, arrived)
  }

  #answer(act: () => void): void {
    const { redis, clock, random } = this.#setup
    const now = redis.clock.now()
    const { callMs } = redis.weather
    this.#down = Math.max(this.#down, now + (callMs > 10 ? callMs / 2 : callMs) * random())
    clock.after(this.#down - now, () => this.#isMute || act())
  }
}
