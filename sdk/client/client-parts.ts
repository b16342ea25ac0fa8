import type { PageSignals } from '../connection/page-signals.ts'
import type { WebSocketConstructor } from '../connection/web-socket-like.ts'
import type { Clock } from '../lib/clock.ts'
import type { User } from '../protocol/records.ts'
import type { LateCalls } from './late-calls.ts'
import type { OrderedDrafts } from './outbox/ordered-drafts.ts'
import type { ServerAddress } from './server-address.ts'
import type { ChatClientOptions } from './types.ts'

/** What a client is made of. */
export interface ClientParts {
  address: ServerAddress
  origin: string | undefined
  /** Throws ChatError `wrong_scheme`. */
  checkScheme(): void
  token: string | undefined
  /** Whose session it is, as far as is known before the first `connect`. */
  user: User | undefined
  drafts: OrderedDrafts | undefined
  getToken: ChatClientOptions['getToken']
  credentials: 'token' | 'cookie'
  WebSocket: WebSocketConstructor
  calls: LateCalls
  signals: PageSignals
  clock: Clock
  random(): number
  cid(): string
}
