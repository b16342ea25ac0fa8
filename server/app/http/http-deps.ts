import type { AddressBlock } from '../../core/ip-address.ts'
import type { OriginPolicy } from '../../core/origin.ts'
import type { Rate } from '../../core/token-bucket.ts'
import type { Assets } from '../../ports/assets.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { RatesOfNodes } from '../../ports/rates-of-nodes.ts'
import type { Peer, PeerEvents } from '../../ports/transport.ts'
import type { LoginMethods } from '../identity/login-methods.ts'
import type { Logins } from '../identity/logins.ts'
import type { People } from '../identity/person.ts'
import type { Downloads } from '../people/downloads.ts'
import type { PersonalDataDeps } from '../people/personal-data.ts'
import type { Removal } from '../people/removal.ts'

/** Logins of one address. */
export const DEFAULT_LOGIN_RATE: Rate = { burst: 60, perSecond: 0.5 }

/** What people ask of what is kept of them. */
export interface PeopleParts {
  who: People
  data: PersonalDataDeps
  downloads: Downloads
  removal: Removal
}

export interface HttpDeps {
  sessions: Logins
  /** How people come to be somebody. */
  logins: LoginMethods
  people: PeopleParts
  assets: Assets
  origins: OriginPolicy
  /** The path of the public URL, like `/chat`; '' at the root of its host. */
  basePath: string
  /** Proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly AddressBlock[]
  /** Undefined: none. */
  loginRate: Rate | undefined
  /** Left out: there is one node. */
  ratesOfNodes?: RatesOfNodes | undefined
  metrics: Metrics
  /** Opens `/metrics` to others than this machine. */
  metricsToken: string | undefined
  /** `unavailable`: the store is down. */
  status(): 'ready' | 'draining' | 'unavailable'
  /** What to do with a socket that may stay. `cookieToken` counts for a `connect` without token. */
  open(peer: Peer, from: { address: string; cookieToken?: string }): PeerEvents
  clock: Clock
  logger: Log
}
