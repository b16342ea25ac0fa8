import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import { TokenBuckets } from '../core/token-bucket.ts'

const KEYS = 200_000
/** Refusals of one connection beyond those below before it is closed: more than a client has on its way at once. */
const STRIKES = { burst: 400, perSecond: 5 }
/** Requests that are put down to what was on its way when a wait was told: as many in all lanes, and a batch in each. */
const ON_THE_WAY = 100
const BATCH = 16
/** By how much the timers of clients are early. ms. */
const EARLY_MS = 20
/** Lanes of one connection whose waits are told apart: two for each room that it may join. Those beyond share one. */
const LANES = 2 * DEFAULT_LIMITS.rooms
/** No room has such a name. */
const SHARED = ' '

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

  /** Connections that were refused anything. */
  get size(): number {
    return this.#told.size
  }

  /** The ms until what was told of a lane is over. */
  waitMs(connection: number, lane: string, now: number): number {
    const lanes = this.#told.get(connection)
    const until = (lanes?.get(lane) ?? lanes?.get(SHARED))?.until ?? now
    return Math.max(0, until - now)
  }

  /** A request was refused for `waitMs`; false when that was once too often. */
  refused(connection: number, lane: string, waitMs: number, now: number): boolean {
    const lanes = this.#told.get(connection) ?? new Map<string, Told>()
    this.#told.set(connection, lanes)
    const told = toldOf(lanes, lane, now)
    const waited = now >= told.until - EARLY_MS
    if (waited) told.left = Math.max(BATCH, Math.floor(ON_THE_WAY / lanes.size))
    told.until = Math.max(told.until, now + waitMs)
    if (waited || told.left-- > 0) return true
    return this.#strikes.take(connection, now) === 0
  }

  reset(connection: number): void {
    this.#told.delete(connection)
    this.#strikes.reset(connection)
  }
}

function toldOf(lanes: Map<string, Told>, lane: string, now: number): Told {
  const key = lanes.has(lane) || hasPlace(lanes, now) ? lane : SHARED
  const told = lanes.get(key) ?? { until: Number.NEGATIVE_INFINITY, left: 0 }
  lanes.set(key, told)
  return told
}

/** For one more lane; the first whose wait is over makes place. */
function hasPlace(lanes: Map<string, Told>, now: number): boolean {
  if (lanes.size < LANES) return true
  for (const [lane, { until }] of lanes) if (until <= now) return lanes.delete(lane)
  return false
}
