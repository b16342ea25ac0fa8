import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { TokenBuckets } from '../core/token-bucket.ts'
import type { HubRates } from './hub-deps.ts'
import { SharedRate, type Sharer } from './shared-rate.ts'
import { Strikes } from './strikes.ts'

const KEYS = 200_000

const JOIN = 2

/** Requests that make the room log read cost more than those that do not; a `connect` also for each of its rooms. */
const COSTS: { [K in ClientFrame['type']]: number } = {
  connect: 1,
  join: JOIN,
  leave: 1,
  send_message: 1,
  edit_message: 1,
  delete_message: 1,
  react: 1,
  pin_message: 1,
  history: 4,
  changes: 4,
  users: 4,
  typing: 1,
  disconnect: 1,
}

/** They have a rate of their own, and their order in a room is kept. */
const WRITES: ReadonlySet<ClientFrame['type']> = new Set([
  'send_message',
  'edit_message',
  'delete_message',
  'react',
  'pin_message',
])

/** A request that writes an event. */
export function isWrite({ type }: ClientFrame): boolean {
  return WRITES.has(type)
}

/** What a message takes in the store beside its text: ids, names and their indexes. Bytes. */
const MESSAGE_BYTES = 250
/** Who is refused a message comes back for some, and behind all that was on its way. */
const LEAST_SEND_WAIT_MS = 100

/** A message, or a change of one, that wants to be sent. */
export interface Sending {
  connection: number
  user: string
  address: string
  room: string
  text: string
}

/** The rates of this node. Each method returns the ms to wait, 0 when it may go on. */
export class Rates {
  readonly #requests: TokenBuckets<number> | undefined
  readonly #shared: SharedRate | undefined
  readonly #sends: TokenBuckets<string> | undefined
  readonly #writes: SharedRate | undefined
  readonly #opens: TokenBuckets<string> | undefined
  readonly #strikes = new Strikes()

  constructor(rates: HubRates | undefined) {
    if (rates === undefined) return
    this.#requests = new TokenBuckets(rates.requests, KEYS)
    this.#shared = new SharedRate(rates.shared, KEYS)
    this.#sends = new TokenBuckets(rates.sends, KEYS)
    this.#writes = new SharedRate(rates.writes, KEYS)
    this.#opens = new TokenBuckets(rates.opens, KEYS)
  }

  open(address: string, now: number): number {
    return this.#opens?.take(address, now) ?? 0
  }

  /** `request`: undefined when it is none. What writes is not shared here: it has a rate of its own. */
  request(connection: number, by: Sharer, request: ClientFrame | undefined, now: number): number {
    const cost = request === undefined ? 1 : costOf(request)
    const wait = this.#requests?.take(connection, now, cost) ?? 0
    if (wait > 0 || (request !== undefined && isWrite(request))) return wait
    return this.#shared?.take(by, now, cost) ?? 0
  }

  /**
   * Behind a message that was refused none of that room is taken before its time: the client sends them again in their
   * order.
   */
  send({ connection, user, address, room, text }: Sending, now: number): number {
    const told = this.#strikes.waitMs(connection, sendLane(room), now)
    if (told > 0) return told
    const bytes = MESSAGE_BYTES + Buffer.byteLength(text)
    const wait = this.#sends?.take(user, now) || this.#writes?.take({ user, address }, now, bytes) || 0
    return wait > 0 ? Math.max(wait, LEAST_SEND_WAIT_MS) : 0
  }

  /** A request was refused for `waitMs`; false when that was once too often. */
  refused(connection: number, request: ClientFrame | undefined, waitMs: number, now: number): boolean {
    return this.#strikes.refused(connection, laneOf(request), waitMs, now)
  }

  reset(connection: number): void {
    this.#requests?.reset(connection)
    this.#strikes.reset(connection)
  }
}

function costOf(request: ClientFrame): number {
  const rooms = request.type === 'connect' ? (request.rooms?.length ?? 0) : 0
  return COSTS[request.type] + JOIN * rooms
}

function laneOf(request: ClientFrame | undefined): string {
  if (request === undefined || !('room' in request)) return ''
  return isWrite(request) ? sendLane(request.room) : request.room
}

/** No room has such a name. */
function sendLane(room: string): string {
  return `send ${room}`
}
