import { ChatError } from '../lib/chat-error.ts'
import type { Emitter } from '../lib/emitter.ts'
import { DEFAULT_LIMITS } from '../protocol/limits.ts'
import type { User } from '../protocol/records.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import type { ClientHost } from './client-host.ts'
import type { ClientParts } from './client-parts.ts'
import { loadLate } from './load-late.ts'
import type { Rooms } from './rooms.ts'
import { serverNow } from './server-now.ts'
import type { Tokens, TokensOptions } from './tokens.ts'
import type { ClientEvents, Session } from './types.ts'

/** What only some clients need. */
const loadIdentity = () => import('./identity-part.ts')

/** Who a client is, and what changes for its rooms with that. */
export class ClientIdentity {
  /** That counts, as far as it is known. */
  token: string | undefined
  #tokens: Tokens | undefined
  readonly #parts: ClientParts
  readonly #host: ClientHost
  readonly #rooms: Rooms
  readonly #events: Emitter<ClientEvents>
  readonly #failed: TokensOptions['failed']

  constructor(
    parts: ClientParts,
    host: ClientHost,
    rooms: Rooms,
    events: Emitter<ClientEvents>,
    failed: TokensOptions['failed'],
  ) {
    this.#parts = parts
    this.#host = host
    this.#rooms = rooms
    this.#events = events
    this.#failed = failed
    if (parts.credentials === 'token') this.token = parts.token
  }

  /** The token for the next socket. */
  async next(): Promise<string | undefined> {
    if (!this.#parts.getToken) return this.token
    const { siteTokens } = await loadLate(loadIdentity)
    this.#tokens ??= siteTokens({
      parts: this.#parts,
      host: this.#host,
      failed: this.#failed,
      renewed: token => {
        this.token = token
      },
    })
    this.token = await this.#tokens?.next()
    return this.token
  }

  /** The token has `ended`, or was refused: whether there may be another one. */
  lost(ended: boolean): boolean {
    this.#tokens?.lost(ended)
    return !!this.#tokens
  }

  /** The connection is gone. */
  closed(): void {
    this.#tokens?.closed(this.#host.ended)
  }

  /** The server has answered `connect`; returns why that cannot be used. */
  greet(reply: ConnectReply): ChatError | undefined {
    const { credentials, clock, getToken } = this.#parts
    const { user } = this.#host
    // The cookie may be another one's by now: nobody becomes somebody else without a word
    if (credentials === 'cookie' && !this.token && user && user.id !== reply.user.id)
      return new ChatError('unauthorized', 'Somebody else has logged in here. Log in again.')
    const here = clock.now()
    const server = reply.serverAt ?? here
    this.#host.welcomed = { server, here }
    this.#host.limits = { ...DEFAULT_LIMITS, ...reply.limits }
    this.#tokens?.opened(server, reply.tokenExpiresAt)
    this.become(reply.user)
    // whose token the page gave is known only now
    if (getToken && user?.id !== reply.user.id) this.#events.emit('session', { user: reply.user })
    return undefined
  }

  /** Goes on as somebody else. */
  begin(session: Session): void {
    // also beside a cookie, which counts only where the server knows its own address
    this.token = session.token
    this.become(session.user)
    this.#events.emit('session', session)
  }

  /** Goes on as the account that a guest has become; false: that needs a new connection. */
  async identify(token: string, known: User | undefined): Promise<boolean> {
    const { identify } = await loadLate(loadIdentity)
    const { user, reply } = await identify(this.#host, token, known)
    this.token = token
    if (reply) this.#tokens?.opened(serverNow(this.#host), reply.tokenExpiresAt)
    this.become(user, this.#host.user?.id)
    this.#events.emit('session', { user, token })
    return !!reply
  }

  end(): void {
    this.token = undefined
    this.become(undefined)
    this.#events.emit('session', undefined)
  }

  /** `guest`: the id that the same person had before. */
  become(user: User | undefined, guest?: string): void {
    if (user?.id !== this.#host.user?.id) this.#host.guestId = guest
    this.#host.user = user
    this.#rooms.belong(user, guest)
  }
}
