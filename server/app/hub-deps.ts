import type { ErrorCode } from '../../sdk/protocol/error-codes.ts'
import type { Filters } from '../../sdk/protocol/filters.ts'
import type { Limits } from '../../sdk/protocol/limits.ts'
import type { RequestType } from '../../sdk/protocol/requests.ts'
import type { Rate } from '../core/token-bucket.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Log } from '../ports/log.ts'
import type { PersonalReads } from '../ports/personal-data.ts'
import type { Random } from '../ports/random.ts'
import type { RatesOfNodes } from '../ports/rates-of-nodes.ts'
import type { RoomLog } from '../ports/room-log.ts'
import type { SharedPresence } from '../ports/shared-presence.ts'
import type { UserBus } from '../ports/user-bus.ts'
import type { Authenticator } from './identity/authenticator.ts'
import type { SharedRates } from './shared-rate.ts'

/** How fast: requests of one connection, messages of one user, new sockets of one address. */
export interface HubRates {
  requests: Rate
  /** Requests but messages, over all sockets. */
  shared: SharedRates
  /** Bytes of history, over all sockets; they are known when they were read, and paid for before the next. */
  reads: SharedRates
  sends: Rate
  /** Bytes of messages as they are stored, over all sockets. */
  writes: SharedRates
  opens: Rate
  /** Searches, over all sockets. */
  searches: SharedRates
  /** Rooms made or set, and people asked in, of one person. */
  makes: Rate
}

export const DEFAULT_HUB_RATES: HubRates = {
  requests: { burst: 300, perSecond: 60 },
  shared: { user: { burst: 600, perSecond: 120 }, address: { burst: 10_000, perSecond: 1_000 } },
  // a thousand who come back at once from behind one address get a screen each
  reads: {
    user: { burst: 8_000_000, perSecond: 1_000_000 },
    address: { burst: 64_000_000, perSecond: 4_000_000 },
  },
  sends: { burst: 60, perSecond: 10 },
  // a user's burst of the largest messages there are
  writes: { user: { burst: 1_000_000, perSecond: 64_000 }, address: { burst: 8_000_000, perSecond: 512_000 } },
  opens: { burst: 200, perSecond: 20 },
  searches: { user: { burst: 20, perSecond: 1 }, address: { burst: 200, perSecond: 10 } },
  makes: { burst: 30, perSecond: 0.5 },
}

/** How many at once. */
export interface HubCaps {
  connections: number
  connectionsPerAddress: number
  connectionsPerUser: number
  /** Rooms that somebody is in; those with a history may be twice as many. */
  rooms: number
  /** Of these, those that one user opened, or one address. */
  roomsPerUser: number
  roomsPerAddress: number
  /** Requests of one connection that wait for those before them. */
  waiting: number
  /** Memory for these, of all connections and of one. Bytes. */
  backlogBytes: number
  backlogBytesPerConnection: number
}

export const DEFAULT_HUB_CAPS: HubCaps = {
  connections: 100_000,
  connectionsPerAddress: 500,
  connectionsPerUser: 20,
  rooms: 10_000,
  roomsPerUser: 500,
  roomsPerAddress: 2_500,
  waiting: 1_000,
  backlogBytes: 32 * 1_048_576,
  backlogBytesPerConnection: 512 * 1_024,
}

/** The caps without limits per address and per user, for load tests. */
export const UNLIMITED_HUB_CAPS: HubCaps = {
  ...DEFAULT_HUB_CAPS,
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  connectionsPerUser: Number.POSITIVE_INFINITY,
  roomsPerUser: Number.POSITIVE_INFINITY,
  roomsPerAddress: Number.POSITIVE_INFINITY,
  waiting: 20_000,
  backlogBytesPerConnection: Number.POSITIVE_INFINITY,
}

/** What is counted while it happens; the rest is in `Hub.stats()`. */
export interface HubMetrics {
  answered(request: RequestType | 'unknown', outcome: 'ok' | ErrorCode): void
  /** One frame of `length` UTF-16 units to `members` sockets. */
  published(length: number, members: number): void
  closed(code: number, slow: boolean): void
}

export interface HubDeps {
  log: RoomLog
  directory: Directory
  random: Random
  /** Who wrote where; left out: nobody knows. */
  personal?: Pick<PersonalReads, 'roomsOfPerson' | 'writtenBy'> | undefined
  /** What is let into no room; left out: everything is. */
  filters?: Filters | undefined
  /** Only rooms are there that somebody made; left out: an open room is there when it is joined. */
  listed?: boolean | undefined
  /** Who makes rooms; left out: who has an account. */
  createRooms?: 'user' | 'admin' | 'nobody' | undefined
  /** Who is in a room on other nodes, and what nodes tell each other of people; left out: there are no others. */
  presence?: SharedPresence | undefined
  bus?: UserBus | undefined
  /** Hears of people who were removed on other nodes. */
  onHidden?: ((userIds: readonly string[]) => void) | undefined
  /** Rates that hold over all nodes; left out: there is one. */
  ratesOfNodes?: RatesOfNodes | undefined
  authenticator: Authenticator
  clock: Clock
  logger: Log
  /** The transport's. */
  publish: (topic: string, text: string) => void
  limits: Limits
  /** Undefined: none. */
  rates: HubRates | undefined
  caps: HubCaps
  heartbeatMs: number
  /** The longest time that what goes to a busy room is gathered. */
  flushMs: number
  /** Share of the last moment for which the event loop worked, 0 to 1; rooms gather longer under load. 0 if left out. */
  busy?: (() => number) | undefined
  metrics?: HubMetrics | undefined
}
