import { TokenBuckets } from '../core/token-bucket.ts'

const KEYS = 200_000
/** Refusals of one connection beyond the patience below before it is closed. */
const STRIKES = { burst: 100, perSecond: 2 }
/** Requests that may have been on their way when the first of them was refused: as many as a client may pipeline. */
const ON_THE_WAY = 100
/** By how much the timers of clients are early. ms. */
const EARLY_MS = 20
/** Lanes whose waits are told apart, for each connection; those beyond share one. */
const LANES = 16

/** What was told of one lane: nothing before `until`. */
interface Told {
  until: number
  /** How many more refusals are put down to what was on its way. */
  left: number
}

/**
 * Tells who goes on regardless from who waits as long as they were told. A client may send to each room on its own, so
 * the messages of each room are a lane with its own wait, and so is everything else that is asked of the room.
 */
export class Strikes {
  readonly #strikes = new TokenBuckets<number>(STRIKES, KEYS)
  /** Of those connections alone that were refused anything. */
  readonly #told = new Map<number, Map<string, Told>>()

  /** The ms until what was told of a lane is over. */
  waitMs(connection: number, lane: string, now: number): number {
    const lanes = this.#told.get(connection)
    const until = (lanes?.get(lane) ?? lanes?.get(''))?.until ?? now
    return Math.max(0, until - now)
  }

  /** A request was refused for `waitMs`; false when that was once too often. */
  refused(connection: number, lane: string, waitMs: number, now: number): boolean {
    const told = this.#toldOf(connection, lane)
    const waited = now >= told.until - EARLY_MS
    if (waited) told.left = ON_THE_WAY
    told.until = Math.max(told.until, now + waitMs)
    if (waited || told.left-- > 0) return true
    return this.#strikes.take(connection, now) === 0
  }

  forget(connection: number): void {
    this.#told.delete(connection)
    this.#strikes.forget(connection)
  }

  #toldOf(connection: number, lane: string): Told {
    const lanes = this.#told.get(connection) ?? new Map<string, Told>()
    this.#told.set(connection, lanes)
    const key = lanes.has(lane) || lanes.size < LANES ? lane : ''
    const told = lanes.get(key) ?? { until: Number.NEGATIVE_INFINITY, left: 0 }
    lanes.set(key, told)
    return told
  }
}
