import type { User } from '../../../sdk/protocol/records.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { NameHolder, SessionEnd, SharedSession, SharedSessionStore } from '../../ports/shared-sessions.ts'
import { steadyClock } from '../steady-clock.ts'
import type { Attached, SessionSocket } from './authenticator.ts'
import { DEVICES, type LoginResult, type Logins, SOON_MS } from './logins.ts'
import { holderOf, LoginsHere } from './logins-here.ts'
import { NewSharedLogins } from './new-shared-logins.ts'
import { SESSION_DEFAULTS, type SessionOptions } from './session-options.ts'
import type { SessionRecord } from './session-record.ts'
import { SharedEnds } from './shared-ends.ts'
import { SharedRecord } from './shared-record.ts'
import { END, SharedSockets } from './shared-sockets.ts'
import { tokenHash } from './token-hash.ts'

export interface SharedSessionsSetup {
  clock: Clock
  random: Random
  options?: Partial<Omit<SessionOptions, 'holdMs' | 'cap'>>
  store: SharedSessionStore
  /** Hears of each login that is over, of whatever node, after its sockets. */
  onEnded?: (userId: string) => void
  /** Logins of these users do not count. */
  isRemoved?: (userId: string) => boolean
}

const SWEEP_MS = 15_000
/**
 * The logins of many nodes. A node has those in memory that have a socket on it; whether a token counts is asked of the store
 * each time, so that it is over everywhere at once. Times are those of a steady clock, as in `Sessions`.
 */
export class SharedSessions implements Logins {
  readonly #clock: Clock
  readonly #shift: () => number
  readonly #options: SessionOptions
  readonly #store: SharedSessionStore
  readonly #here: LoginsHere
  readonly #new: NewSharedLogins
  readonly #sockets: SharedSockets
  readonly #ends: SharedEnds
  readonly #onEnded: (userId: string) => void
  readonly #isRemoved: (userId: string) => boolean
  /** Users whose logins are to be ended, which could not be asked for. */
  readonly #unended = new Set<string>()
  readonly #stops: (() => void)[]

  constructor({ clock, random, options, store, onEnded = () => {}, isRemoved = () => false }: SharedSessionsSetup) {
    this.#clock = steadyClock(clock)
    this.#shift = () => clock.now() - this.#clock.now()
    this.#options = { ...SESSION_DEFAULTS, ...options }
    this.#store = store
    this.#onEnded = onEnded
    this.#isRemoved = isRemoved
    this.#ends = new SharedEnds(store)
    this.#here = new LoginsHere({
      store,
      clock: this.#clock,
      options: this.#options,
      shift: this.#shift,
      isOver: record => this.#hear(record.tokenHash, record.user.id, END.ended),
      isTaken: record => void this.#end(holderOf(record), END.taken),
      isOusted: login => void this.#endHolder(login).catch(() => {}),
    })
    this.#new = new NewSharedLogins({
      store,
      here: this.#here,
      random,
      options: this.#options,
      timeOfDay: () => clock.now(),
      drop: holder => void this.#ends.drop([holder], END.ended),
    })
    this.#sockets = new SharedSockets({
      store,
      here: this.#here,
      clock: this.#clock,
      recordOf: found => this.#recordOf(found),
      isOver: record => this.#isOver(record),
      end: (holder, end) => void this.#end(holder, end),
    })
    const stopListening = store.listen({
      ended: (hash, userId, end) => this.#hear(hash, userId, end),
      shortened: (hash, leftMs) => this.#here.get(hash)?.endBy(this.#clock.now() + leftMs),
      unsure: () => void this.#here.renewAll(),
    })
    this.#stops = [clock.every(SWEEP_MS, () => void this.#sweep()), stopListening]
  }

  /** Of this node. */
  get size(): number {
    return this.#here.size
  }

  /** What is kept because somebody is here, and what the store could not take yet. */
  held(): Readonly<Record<string, number>> {
    return { logins: this.#here.size, names: this.#here.unreleased, ends: this.#ends.size + this.#unended.size }
  }

  get longestMs(): number {
    return this.#options.absoluteMs
  }

  login(username: string): Promise<LoginResult> {
    return this.#new.guest(username)
  }

  async open(user: User): Promise<LoginResult> {
    const result = await this.#new.account(user)
    if (result.ok) await this.#endOldest(user.id, tokenHash(result.login.token)).catch(() => {})
    return result
  }

  attach(token: string, socket: SessionSocket): Promise<Attached> {
    return this.#sockets.attach(token, socket)
  }

  async find(token: string): Promise<SharedRecord | undefined> {
    const hash = tokenHash(token)
    const found = hash === '' || this.#ends.has(hash) ? undefined : await this.#store.find(hash)
    const record = found && (this.#here.get(hash) ?? this.#recordOf(found))
    return record === undefined || this.#isOver(record) ? undefined : record
  }

  async of(userId: string): Promise<readonly SharedRecord[]> {
    const now = this.#clock.now()
    const found = await this.#store.of(userId)
    const own = found.map(each => this.#here.get(each.session.tokenHash) ?? this.#recordOf(each))
    return own.filter(each => !this.#isOver(each)).sort((a, b) => a.lastUse(now) - b.lastUse(now))
  }

  async logout(token: string): Promise<boolean | undefined> {
    const here = this.#here.get(tokenHash(token))
    if (here) return this.#end(holderOf(here), END.loggedOut)
    const record = await this.find(token)
    return record && this.#end(holderOf(record), END.loggedOut)
  }

  endOne(record: SessionRecord): Promise<boolean> {
    return this.#end(holderOf(record), END.ended)
  }

  async endEach(records: readonly SessionRecord[]): Promise<boolean> {
    return (await Promise.all(records.map(record => this.endOne(record)))).every(kept => kept)
  }

  async endOf(userIds: ReadonlySet<string>): Promise<boolean> {
    const own = this.#here.all().filter(({ user }) => userIds.has(user.id))
    const ended = [this.endEach(own), ...[...userIds].map(id => this.#endAllOf(id))]
    return (await Promise.all(ended)).every(kept => kept)
  }

  endSoon(record: SharedRecord): void {
    const now = this.#clock.now()
    record.endBy(now + SOON_MS)
    this.#store.shorten(record.shared(now, this.#shift()), this.#here.left(record)).catch(() => {
      this.#clock.after(SOON_MS, () => void this.endOne(record))
    })
  }

  async isNameHeld(keys: readonly string[], by: SessionRecord | undefined): Promise<boolean> {
    return (await this.#store.holdersOf(keys)).some(holder => holder.tokenHash !== by?.tokenHash)
  }

  async freeName(keys: readonly string[], isSpared: (userId: string) => boolean): Promise<void> {
    const holders = await this.#store.holdersOf(keys)
    const over = holders.filter(({ userId }) => !isSpared(userId))
    await Promise.all(over.map(holder => this.#endHolder(holder, keys)))
  }

  mayBeInUse(): boolean {
    return true
  }

  times(record: SessionRecord): { createdAt: number; usedAt: number } {
    const shift = this.#shift()
    const createdAt = record.endsAt - this.#options.absoluteMs + shift
    return { createdAt, usedAt: record.lastUse(this.#clock.now()) + shift }
  }

  /** Resolves when what went last is written. */
  async stop(): Promise<void> {
    await this.#here.idle()
    for (const stop of this.#stops) stop()
  }

  /** Behind a login: of two that come at once, the later one sees both. */
  async #endOldest(userId: string, own: string): Promise<void> {
    if ((await this.#store.count(userId)) <= DEVICES) return
    const others = (await this.of(userId)).filter(each => each.tokenHash !== own)
    await this.endEach(others.slice(0, Math.max(0, others.length - DEVICES + 1)))
  }

  #recordOf(found: SharedSession): SharedRecord {
    return new SharedRecord(found, this.#options, this.#clock.now(), this.#shift())
  }

  #isOver(record: SessionRecord): boolean {
    return record.isExpired(this.#clock.now()) || this.#ends.has(record.tokenHash) || this.#isRemoved(record.user.id)
  }

  async #endHolder({ tokenHash, userId }: Omit<NameHolder, 'keys'>, keys: readonly string[] = []): Promise<void> {
    const found = await this.#store.find(tokenHash)
    await this.#end(found ? holderOf(this.#recordOf(found)) : { tokenHash, userId, keys }, END.taken)
  }

  async #endAllOf(userId: string): Promise<boolean> {
    try {
      const kept = await this.endEach(await this.of(userId))
      this.#unended.delete(userId)
      return kept
    } catch {
      this.#unended.add(userId)
      return false
    }
  }

  /** Whether it is kept; here it is over at once. Never rejects. */
  #end(holder: NameHolder, end: SessionEnd): Promise<boolean> {
    this.#finish(holder.tokenHash, holder.userId, end)
    return this.#ends.drop([holder], end)
  }

  /** It was ended elsewhere, perhaps before it got its name on this node. */
  #hear(hash: string, userId: string, end: SessionEnd): void {
    const record = this.#here.get(hash)
    this.#finish(hash, userId, end)
    if (record) this.#here.letGo({ holder: holderOf(record), isOver: true })
  }

  #finish(hash: string, userId: string, { code, reason }: SessionEnd): void {
    if (!this.#ends.add(hash)) return
    const record = this.#here.get(hash)
    this.#here.forget(hash)
    record?.end(code, reason)
    this.#onEnded(userId)
  }

  #sweep(): void {
    const now = this.#clock.now()
    for (const record of this.#here.all()) if (record.isExpired(now)) void this.#end(holderOf(record), END.expired)
    void this.#ends.tryAgain()
    void this.#here.catchUp()
    for (const userId of this.#unended) void this.#endAllOf(userId)
  }
}
