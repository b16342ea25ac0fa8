import type { Role } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { lookAlikeKeys } from '../../core/confusables.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { Identity, SessionSocket } from './authenticator.ts'

export interface SessionTerms {
  idleMs: number
  holdMs: number
}

/** The keys of a name that a login holds; an account's name is kept by the directory. */
export const keysHeldBy = ({ id, name }: User): string[] => (isAccount(id) ? [] : lookAlikeKeys(name))

const NONE: readonly SessionSocket[] = []

/** One login. Times are ms of the sessions' steady clock. */
export class SessionRecord implements Identity {
  readonly id: string
  readonly user: User
  readonly role: Role
  readonly tokenHash: string
  /** The look-alike keys of the name that it holds; none for an account, whose name is its own. */
  readonly keys: readonly string[]
  /** When it last took its name. */
  namedAt: number
  /** Its last use as it is kept in the store. */
  keptUse: number
  #end: number
  readonly #terms: SessionTerms
  /** Few, so a list. */
  #sockets: readonly SessionSocket[] = NONE
  #usedAt: number
  #heldFrom: number

  /** `now`: from here on its name is held for a while. */
  constructor(stored: StoredSession, keys: readonly string[], now: number, terms: SessionTerms) {
    this.id = stored.id
    this.tokenHash = stored.tokenHash
    this.user = stored.user
    this.role = isAccount(stored.user.id) ? 'user' : 'guest'
    this.keys = keys
    this.namedAt = stored.namedAt
    this.keptUse = stored.usedAt
    this.#end = stored.endsAt
    this.#usedAt = stored.usedAt
    this.#heldFrom = now
    this.#terms = terms
  }

  /** What is guaranteed: use extends it, up to the absolute end. */
  get expiresAt(): number {
    return Math.min(this.#end, this.#usedAt + this.#terms.idleMs)
  }

  /** It ends then, however it is used. */
  get endsAt(): number {
    return this.#end
  }

  get inUse(): boolean {
    return this.#sockets.length > 0
  }

  /** It ends then at the latest. */
  endBy(time: number): void {
    this.#end = Math.min(this.#end, time)
  }

  lastUse(now: number): number {
    return this.inUse ? now : this.#usedAt
  }

  isExpired(now: number): boolean {
    return now >= (this.inUse ? this.#end : this.expiresAt)
  }

  holdsName(now: number): boolean {
    return this.seenLately(now) && (this.inUse || !this.isExpired(now))
  }

  /** It has a socket, or its name would be held for that of a while ago. */
  seenLately(now: number): boolean {
    return this.inUse || now < this.#heldFrom + this.#terms.holdMs
  }

  attach(socket: SessionSocket, now: number): void {
    this.#sockets = this.#sockets.concat(socket)
    this.#use(now)
  }

  /** False if the socket was not attached, or no longer. One that says its token again is attached twice for a moment. */
  detach(socket: SessionSocket, now: number): boolean {
    const at = this.#sockets.indexOf(socket)
    if (at < 0) return false
    this.#sockets = this.#sockets.toSpliced(at, 1)
    this.#use(now)
    return true
  }

  /** Ends every socket; one that closes at once may detach within the loop. */
  end(code: number, reason: string): void {
    const sockets = this.#sockets
    this.#sockets = NONE
    for (const socket of sockets) socket.end(code, reason)
  }

  /** To be kept as of now. */
  stored(now: number): StoredSession {
    const { tokenHash, id, user, namedAt } = this
    return { tokenHash, id, user, endsAt: this.#end, usedAt: this.lastUse(now), namedAt }
  }

  #use(now: number): void {
    this.#usedAt = now
    this.#heldFrom = now
  }
}
