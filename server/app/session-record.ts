import type { User } from '../../sdk/protocol/records.ts'
import type { Session, SessionSocket } from './session-book.ts'

/** One login. Times are ms since the Unix epoch. */
export class SessionRecord implements Session {
  readonly id: string
  readonly user: User
  readonly tokenHash: string
  /** The look-alike keys of its name. */
  readonly keys: readonly string[]
  readonly #end: number
  readonly #idleMs: number
  readonly #holdMs: number
  readonly #sockets = new Set<SessionSocket>()
  #usedAt: number

  constructor(
    id: string,
    tokenHash: string,
    user: User,
    keys: readonly string[],
    now: number,
    options: { idleMs: number; absoluteMs: number; holdMs: number },
  ) {
    this.id = id
    this.tokenHash = tokenHash
    this.user = user
    this.keys = keys
    this.#end = now + options.absoluteMs
    this.#idleMs = options.idleMs
    this.#holdMs = options.holdMs
    this.#usedAt = now
  }

  /** What is guaranteed: use extends it, up to the absolute end. */
  get expiresAt(): number {
    return Math.min(this.#end, this.#usedAt + this.#idleMs)
  }

  get inUse(): boolean {
    return this.#sockets.size > 0
  }

  isExpired(now: number): boolean {
    return now >= (this.inUse ? this.#end : this.expiresAt)
  }

  holdsName(now: number): boolean {
    return this.inUse || (now < this.#usedAt + this.#holdMs && !this.isExpired(now))
  }

  attach(socket: SessionSocket, now: number): void {
    this.#sockets.add(socket)
    this.#usedAt = now
  }

  /** False if the socket was not attached, or no longer. */
  detach(socket: SessionSocket, now: number): boolean {
    if (!this.#sockets.delete(socket)) return false
    this.#usedAt = now
    return true
  }

  /** Ends every socket; one that closes at once may detach within the loop. */
  end(code: number, reason: string): void {
    const sockets = [...this.#sockets]
    this.#sockets.clear()
    for (const socket of sockets) socket.end(code, reason)
  }
}
