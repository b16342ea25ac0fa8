import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { TokenBuckets } from '../core/token-bucket.ts'
import type { HubRates } from './hub-deps.ts'
import { SharedRate, type Sharer } from './shared-rate.ts'

const KEYS = 200_000

const JOIN = 2

/** Requests that make the room log read cost more than those that do not; a `connect` also for each of its rooms. */
const COSTS: { [K in ClientFrame['type']]: number } = {
  connect: 1,
  join: JOIN,
  leave: 1,
  send_message: 1,
  history: 4,
  users: 4,
  typing: 1,
  disconnect: 1,
}

/** Refusals for excess that one connection gets before it is closed. */
const STRIKES = { burst: 100, perSecond: 2 }

/** The rates of this node. Each method returns the ms to wait, 0 when it may go on. */
export class Rates {
  readonly #requests: TokenBuckets<number> | undefined
  readonly #shared: SharedRate | undefined
  readonly #sends: TokenBuckets<string> | undefined
  readonly #opens: TokenBuckets<string> | undefined
  readonly #strikes = new TokenBuckets<number>(STRIKES, KEYS)

  constructor(rates: HubRates | undefined) {
    if (rates === undefined) return
    this.#requests = new TokenBuckets(rates.requests, KEYS)
    this.#shared = new SharedRate(rates.shared, KEYS)
    this.#sends = new TokenBuckets(rates.sends, KEYS)
    this.#opens = new TokenBuckets(rates.opens, KEYS)
  }

  open(address: string, now: number): number {
    return this.#opens?.take(address, now) ?? 0
  }

  /** `request`: undefined when it is none. Messages are not shared here: they have a rate of their own. */
  request(connection: number, by: Sharer, request: ClientFrame | undefined, now: number): number {
    const cost = request === undefined ? 1 : costOf(request)
    const wait = this.#requests?.take(connection, now, cost) ?? 0
    if (wait > 0 || request?.type === 'send_message') return wait
    return this.#shared?.take(by, now, cost) ?? 0
  }

  send(userId: string, now: number): number {
    return this.#sends?.take(userId, now) ?? 0
  }

  /** One more refusal for excess; false when there were too many. */
  strike(connection: number, now: number): boolean {
    return this.#strikes.take(connection, now) === 0
  }

  forget(connection: number): void {
    this.#requests?.forget(connection)
    this.#strikes.forget(connection)
  }
}

function costOf(request: ClientFrame): number {
  const rooms = request.type === 'connect' ? (request.rooms?.length ?? 0) : 0
  return COSTS[request.type] + JOIN * rooms
}
