import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { TokenBuckets } from '../core/token-bucket.ts'
import type { RatesOfNodes } from '../ports/rates-of-nodes.ts'
import type { HubRates } from './hub-deps.ts'
import { ReportRates } from './moderation/report-rates.ts'
import { shareBuckets } from './share-buckets.ts'
import { SharedRate, type Sharer } from './shared-rate.ts'
import { Strikes } from './strikes.ts'

const KEYS = 200_000

/** What of a request its rates have to know: what it costs, and whether it writes. */
export interface Weight {
  cost: number
  writes: boolean
}

/** What a message takes in the store beside its text: ids, names and their indexes. Bytes. */
const MESSAGE_BYTES = 250
/** Who is refused a message comes back for some, and behind all that was on its way. */
const LEAST_SEND_WAIT_MS = 100

/** A message, or a change of one, that wants to be sent. */
export interface Sending {
  /** Undefined: no socket asks. */
  connection: number | undefined
  user: string
  address: string
  room: string
  text: string
}

/** What the machine's clock says, and what is said to these rates. ms. */
export interface Times {
  machine: { now(): number }
  own: () => number
}

/** The rates of this node. Each method returns the ms to wait, 0 when it may go on. */
export class Rates {
  readonly #requests: TokenBuckets<number> | undefined
  readonly #shared: SharedRate | undefined
  readonly #sends: TokenBuckets<string> | undefined
  readonly #writes: SharedRate | undefined
  readonly #opens: TokenBuckets<string> | undefined
  readonly #makes: TokenBuckets<string> | undefined
  readonly #searches: SharedRate | undefined
  readonly #reports: ReportRates | undefined
  readonly #strikes = new Strikes()

  /** `ofNodes`: for those that hold over all nodes; `clock`: that of the times of these rates. */
  constructor(rates: HubRates | undefined, ofNodes?: RatesOfNodes, clock?: Times) {
    if (rates === undefined) return
    this.#requests = new TokenBuckets(rates.requests, KEYS)
    this.#shared = new SharedRate(rates.shared, KEYS)
    this.#sends = new TokenBuckets(rates.sends, KEYS)
    if (clock) shareBuckets(ofNodes, 'sends', this.#sends, clock.machine, clock.own)
    this.#writes = new SharedRate(rates.writes, KEYS)
    this.#opens = new TokenBuckets(rates.opens, KEYS)
    this.#makes = new TokenBuckets(rates.makes, KEYS)
    this.#searches = new SharedRate(rates.searches, KEYS)
    this.#reports = new ReportRates()
  }

  open(address: string, now: number): number {
    return this.#opens?.take(address, now) ?? 0
  }

  /** What writes is not shared here: it has a rate of its own. */
  request(connection: number | undefined, by: Sharer, { cost, writes }: Weight, now: number): number {
    const wait = connection === undefined ? 0 : (this.#requests?.take(connection, now, cost) ?? 0)
    if (wait > 0 || writes) return wait
    return this.#shared?.take(by, now, cost) ?? 0
  }

  /**
   * Behind a message that was refused none of that room is taken before its time: the client sends them again in their
   * order.
   */
  send({ connection, user, address, room, text }: Sending, now: number): number {
    const told = connection === undefined ? 0 : this.#strikes.waitMs(connection, sendLane(room), now)
    if (told > 0) return told
    const bytes = MESSAGE_BYTES + Buffer.byteLength(text)
    const wait = this.#sends?.take(user, now) || this.#writes?.take({ user, address }, now, bytes) || 0
    return wait > 0 ? Math.max(wait, LEAST_SEND_WAIT_MS) : 0
  }

  /** A room is made or set, or somebody asked in. */
  make(user: string, now: number): number {
    return this.#makes?.take(user, now) ?? 0
  }

  /** Somebody looks for what was written. */
  search(by: Sharer, now: number): number {
    return this.#searches?.take(by, now, 1) ?? 0
  }

  /** Moderators are asked to look at something. */
  report(user: string, account: boolean, now: number): number {
    return this.#reports?.take(user, account, now) ?? 0
  }

  /** A request of this lane was refused for `waitMs`; false when that was once too often. */
  refused(connection: number, lane: string, waitMs: number, now: number): boolean {
    return this.#strikes.refused(connection, lane, waitMs, now)
  }

  /** What is kept of connections. */
  held(): Readonly<Record<string, number>> {
    return { requestRates: this.#requests?.size ?? 0, refused: this.#strikes.size }
  }

  reset(connection: number): void {
    this.#requests?.reset(connection)
    this.#strikes.reset(connection)
  }
}

/** What of a request is held up by the refusal of another: that of the same lane. */
export function laneOf(request: ClientFrame | undefined, writes: boolean): string {
  if (request === undefined || !('room' in request) || request.room === undefined) return ''
  return writes ? sendLane(request.room) : request.room
}

/** No room has such a name. */
function sendLane(room: string): string {
  return `send ${room}`
}
