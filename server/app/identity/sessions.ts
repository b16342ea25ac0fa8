import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { guestId, userOf } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { SessionStore, StoredSession } from '../../ports/session-store.ts'
import { steadyClock } from '../steady-clock.ts'
import type { Attached, Identity, SessionSocket } from './authenticator.ts'
import { livingSessions } from './living-sessions.ts'
import { DEVICES, type LoginResult, type Logins, OVER, SOON_MS, TAKEN_SINCE } from './logins.ts'
import { NameBook } from './name-book.ts'
import { SESSION_DEFAULTS, type SessionOptions } from './session-options.ts'
import { keysHeldBy, SessionRecord } from './session-record.ts'
import { SessionWriter } from './session-writer.ts'
import { tokenHash } from './token-hash.ts'
import { NAME_TAKEN, parseWantedName } from './wanted-name.ts'

const FULL = refusal('unavailable', 'The chat is full at the moment. Try again in a minute.', 60_000)
const SWEEP_MS = 15_000
const MOST_STALE_MS = 3_600_000

/**
 * The logins of a server of one process. They live in memory and are kept in a store; of a token only the hash. Their times are those
 * of a steady clock, so that nobody is locked out or logged out by a change of the machine's time; what is told or kept
 * is a time of day.
 */
export class Sessions implements Logins {
  readonly #clock: Clock
  /** The machine's time less the steady clock's. */
  readonly #shift: () => number
  readonly #random: Random
  readonly #options: SessionOptions
  readonly #byToken = new Map<string, SessionRecord>()
  readonly #names: NameBook
  /** Sessions without a socket, the longest unused first: expiry and eviction begin at the front. */
  readonly #unused = new Set<SessionRecord>()
  readonly #writer: SessionWriter
  readonly #onEnded: (session: Identity) => void
  readonly #stopSweeping: () => void

  /** `onEnded` hears of a session that is over, after its sockets, unless it expired long after it had any. */
  constructor(
    clock: Clock,
    random: Random,
    options: Partial<SessionOptions> = {},
    onEnded: (session: Identity) => void = () => {},
    store?: SessionStore,
  ) {
    this.#clock = steadyClock(clock)
    this.#names = new NameBook(this.#clock)
    this.#shift = () => clock.now() - this.#clock.now()
    this.#random = random
    this.#options = { ...SESSION_DEFAULTS, ...options }
    this.#onEnded = onEnded
    this.#writer = new SessionWriter(store, time => time + this.#shift())
    this.#stopSweeping = clock.every(SWEEP_MS, () => this.#sweep())
  }

  get size(): number {
    return this.#byToken.size
  }

  /** What is kept because somebody is here: logins with a socket, and names that no login holds. */
  held(): Readonly<Record<string, number>> {
    const living = [...this.#byToken.values()]
    return { logins: living.filter(each => each.inUse).length, names: this.#names.lost(new Set(living)) }
  }

  get longestMs(): number {
    return this.#options.absoluteMs
  }

  /** Those of an earlier process; their names are held from now on. Beyond the cap the longest unused are over. Before any other call. */
  restore(sessions: readonly StoredSession[]): void {
    const now = this.#clock.now()
    const { living, dropped } = livingSessions(sessions, this.#options, now, this.#shift())
    for (const stored of living) this.#add(stored, now)
    this.#names.restore(this.#byToken.values())
    void this.#writer.drop(dropped)
  }

  login(username: string): LoginResult {
    const wanted = parseWantedName(username)
    if (!wanted.ok) return wanted
    if (this.#names.isHeldByAnother(wanted.keys, undefined)) return { ok: false, refusal: NAME_TAKEN }
    return this.#begin(userOf(guestId(this.#random.id()), wanted.name), wanted.keys)
  }

  open(user: User): LoginResult {
    const others = this.of(user.id)
    for (const oldest of others.slice(0, Math.max(0, others.length - DEVICES + 1))) this.endOne(oldest)
    return this.#begin(user, [])
  }

  of(userId: string): readonly SessionRecord[] {
    const now = this.#clock.now()
    const own = [...this.#byToken.values()].filter(record => record.user.id === userId && !record.isExpired(now))
    return own.sort((a, b) => a.lastUse(now) - b.lastUse(now))
  }

  endOne(record: SessionRecord): Promise<boolean> {
    return this.#end(record, CLOSE.unauthorized, 'session ended')
  }

  endSoon(record: SessionRecord): void {
    const now = this.#clock.now()
    record.endBy(now + SOON_MS)
    void this.#writer.keep(record, now)
  }

  endOf(userIds: ReadonlySet<string>): Promise<boolean> {
    return this.endAll(id => userIds.has(id))
  }

  /** Ends all logins of whom that is said; whether that is kept. */
  endAll(isOver: (userId: string) => boolean): Promise<boolean> {
    return this.endEach([...this.#byToken.values()].filter(({ user }) => isOver(user.id)))
  }

  async endEach(records: readonly SessionRecord[]): Promise<boolean> {
    return (await Promise.all(records.map(record => this.endOne(record)))).every(kept => kept)
  }

  isNameHeld(keys: readonly string[], by: SessionRecord | undefined): boolean {
    return this.#names.isHeldByAnother(keys, by)
  }

  freeName(keys: readonly string[], isSpared: (userId: string) => boolean): void {
    for (const holder of this.#names.holdersOf(keys))
      if (!isSpared(holder.user.id)) void this.#end(holder, CLOSE.unauthorized, 'name taken')
  }

  mayBeInUse(record: SessionRecord): boolean {
    return record.inUse
  }

  times(record: SessionRecord): { createdAt: number; usedAt: number } {
    const shift = this.#shift()
    const createdAt = record.endsAt - this.#options.absoluteMs + shift
    return { createdAt, usedAt: record.lastUse(this.#clock.now()) + shift }
  }

  #begin(user: User, keys: string[]): LoginResult {
    if (!this.#evictOldest()) return { ok: false, refusal: FULL }
    const token = this.#random.token()
    const now = this.#clock.now()
    const times = { endsAt: now + this.#options.absoluteMs, usedAt: now, namedAt: this.#names.nextTime() }
    const record = this.#add({ id: this.#random.id(), tokenHash: tokenHash(token), user, ...times }, now, keys)
    this.#names.take(record)
    const kept = this.#writer.keep(record, now).then(done => {
      if (!done) this.#end(record, CLOSE.unauthorized, 'session not kept')
      return done
    })
    return { ok: true, login: { token, user, expiresAt: record.expiresAt + this.#shift() }, kept }
  }

  attach(token: string, socket: SessionSocket): Attached {
    const record = this.find(token)
    if (record === undefined) return { ok: false, refusal: OVER }
    if (this.#names.isHeldByAnother(record.keys, record)) {
      void this.#end(record, CLOSE.unauthorized, 'name taken')
      return { ok: false, refusal: TAKEN_SINCE }
    }
    if (!this.#names.isOwner(record)) {
      record.namedAt = this.#names.nextTime()
      this.#names.take(record)
      void this.#writer.keep(record, this.#clock.now())
    }
    this.#unused.delete(record)
    record.attach(socket, this.#clock.now())
    return { ok: true, identity: record, detach: () => this.#detach(record, socket) }
  }

  logout(token: string): Promise<boolean> | undefined {
    const record = this.find(token)
    return record && this.#end(record, CLOSE.unauthorized, 'logged out')
  }

  stop(): void {
    this.#stopSweeping()
  }

  find(token: string): SessionRecord | undefined {
    const record = this.#byToken.get(tokenHash(token))
    if (record === undefined || !record.isExpired(this.#clock.now())) return record
    void this.#end(record, CLOSE.tokenExpired, 'session expired')
    return undefined
  }

  #detach(record: SessionRecord, socket: SessionSocket): void {
    if (!record.detach(socket, this.#clock.now())) return
    if (!record.inUse && this.#byToken.get(record.tokenHash) === record) this.#unused.add(record)
  }

  /** Holds end in the order of `#unused`: if the first still holds its name, all do. */
  #evictOldest(): boolean {
    if (this.#byToken.size < this.#options.cap) return true
    const [oldest] = this.#unused
    if (oldest === undefined || oldest.holdsName(this.#clock.now())) return false
    void this.#end(oldest, CLOSE.unauthorized, 'session ended')
    return true
  }

  #sweep(): void {
    const now = this.#clock.now()
    const expired = [...this.#byToken.values()].filter(record => record.isExpired(now))
    for (const record of expired) {
      // nobody knows of one that had no socket for so long
      const seen = record.seenLately(now)
      this.#finish(record, CLOSE.tokenExpired, 'session expired')
      if (seen) this.#onEnded(record)
    }
    void this.#writer.drop(expired.map(({ tokenHash }) => tokenHash))
    void this.#writer.flushStale(this.#byToken.values(), now, Math.min(MOST_STALE_MS, this.#options.idleMs / 20))
  }

  #add(stored: StoredSession, now: number, keys = keysHeldBy(stored.user)): SessionRecord {
    const record = new SessionRecord(stored, keys, now, this.#options)
    this.#byToken.set(record.tokenHash, record)
    this.#unused.add(record)
    return record
  }

  #end(record: SessionRecord, code: number, reason: string): Promise<boolean> {
    this.#finish(record, code, reason)
    this.#onEnded(record)
    return this.#writer.drop([record.tokenHash])
  }

  #finish(record: SessionRecord, code: number, reason: string): void {
    this.#byToken.delete(record.tokenHash)
    this.#unused.delete(record)
    this.#names.free(record)
    record.end(code, reason)
  }
}
