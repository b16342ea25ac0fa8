import { createHmac } from 'node:crypto'
import type { Filters } from '../../sdk/protocol/filters.ts'
import type { SanctionKind } from '../../sdk/protocol/policy.ts'
import type { User } from '../../sdk/protocol/records.ts'
import type { Account, SanctionRecord } from '../../server/ports/directory.ts'
import type { DirectoryChange } from '../../server/ports/directory-change.ts'
import type { EventWrite, StoreAnswer, Write } from '../../server/ports/store.ts'
import { type Fact, Facts, type Learned } from './facts.ts'
import { ServerTime } from './server-time.ts'
import type { Verdict } from './verdict.ts'

/** `laidAt`: before it was passed on, too. */
export type Laid = Fact & { sanction: SanctionRecord; laidAt: number }

/** A message that waits, or did. */
export interface Hold {
  readonly id: string
  readonly room: string
  readonly user: User
  readonly cid: string
  readonly text: string
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
}

/** Of one person in a room. */
const MOST_HOLDS = 20
const NEVER = Number.POSITIVE_INFINITY

/**
 * What was done about order, worked out from what the store took, in its order: what was laid on whom until when, what waits and
 * what became of it, how rooms are set.
 */
export class OrderBook {
  readonly time: ServerTime
  readonly #now: () => number
  readonly #note: (what: string) => void
  #sanctions: Facts<{ sanction: SanctionRecord; laidAt: number }>
  #locks: Facts<{ room: string }>
  #filters: Facts<{ room: string; filters: Filters }>
  readonly holds = new Map<string, Hold>()
  /** By guest, from where they come. */
  readonly #addresses = new Map<string, string>()
  /** By guest, whose it is now. */
  readonly #accountOf = new Map<string, string>()
  /** By sanction, when it was laid on for the first time, whatever the store has lost since. */
  readonly #laidAt = new Map<string, number>()
  #key = ''
  /** When it turned out last what the store had taken without saying so. */
  recoveredAt = Number.NEGATIVE_INFINITY
  /** Some of it was lost with the end of the store. */
  isSetBack = false
  /** Everything that was ever laid on somebody. */
  readonly counts = new Map<string, number>()

  /** `note` hears what the store takes, for who reads how it went. */
  constructor(now: () => number, key: Promise<string>, note: (what: string) => void) {
    this.#now = now
    this.#note = note
    this.time = new ServerTime(now)
    this.#sanctions = new Facts(now)
    this.#locks = new Facts(now)
    this.#filters = new Facts(now)
    void key.then(found => {
      this.#key = found
    })
  }

  /** A guest comes from there. */
  isAt(user: string, address: string): void {
    this.#addresses.set(user, address)
  }

  learn(how: Learned): void {
    if (how === 'recovered') this.recoveredAt = this.#now()
    for (const facts of [this.#sanctions, this.#locks, this.#filters]) facts.learn(how)
  }

  /** Who asked for it by this cid is told that it is done. */
  confirm(cid: string): void {
    for (const facts of [this.#sanctions, this.#locks, this.#filters]) facts.confirm(cid)
  }

  /** Somebody is told that they go on as this account: what was laid on its guests counts from now on. */
  confirmPassed(account: string): void {
    this.confirm(`passed to ${account}`)
  }

  /** The store is read anew from its beginning. */
  clear(): void {
    this.isSetBack = true
    for (const facts of [this.#sanctions, this.#locks, this.#filters]) facts.loseAll()
    this.holds.clear()
    this.#accountOf.clear()
  }

  hear(write: Write, answer: StoreAnswer): void {
    if (write.kind === 'directory' && answer && typeof answer === 'object' && 'news' in answer)
      this.#changed(write.change, answer.value)
    if (write.kind === 'event' && answer && typeof answer === 'object' && 'seq' in answer && !answer.duplicate)
      this.#written(write, answer.held)
  }

  /** What must become of a message that waits, is to wait, or was let in; undefined: nothing of that has to do with it. */
  verdict({ room, cid, hold, approves }: EventWrite, ids: readonly string[]): Verdict | undefined {
    if (approves !== undefined) {
      const found = this.holds.get(approves)
      return found?.room === room && found.state === 'waiting' ? 'new' : 'not_found'
    }
    const own = [...this.holds.values()].filter(each => each.room === room && ids.includes(each.user.id))
    const known = own.find(each => each.cid === cid && (each.state === 'waiting' || each.state === 'rejected'))
    if (known) return known.state === 'waiting' ? 'again' : 'blocked_by_rule'
    if (!hold) return undefined
    return own.filter(({ state }) => state === 'waiting').length >= MOST_HOLDS ? 'too_many' : 'held'
  }

  /** What lasts on somebody in a room, and did at every moment since then, so that everything that was heard since had to go by it. */
  bound(user: string, room: string, kinds: readonly SanctionRecord['kind'][], since: number): Laid | undefined {
    return this.#sanctions.binding(since).find(laid => {
      const { laidAt, sanction } = laid
      return (
        this.#isOn(sanction, user, room, kinds) && (sanction.until ?? NEVER) > this.time.latest(laidAt, this.#now())
      )
    })
  }

  /** Whether the server may have gone by one of these at some moment since then. */
  mayBind(user: string, room: string, kinds: readonly SanctionRecord['kind'][], since: number): boolean {
    return this.#sanctions
      .possible(since)
      .some(
        ({ sanction }) =>
          this.#isOn(sanction, user, room, kinds) && (sanction.until ?? NEVER) > this.time.earliest(since, this.#now()),
      )
  }

  /** What lasts on somebody now, as they are to be told. */
  lasting(user: string, room: string, kinds: readonly SanctionRecord['kind'][] = ALL): SanctionRecord[] {
    return this.#lasting().filter(each => this.#isOn(each, user, room, kinds))
  }

  /** All that lasts in a room. */
  laidIn(room: string): SanctionRecord[] {
    return this.#lasting().filter(each => each.room === room)
  }

  #lasting(): SanctionRecord[] {
    const all = this.#sanctions.lasting().map(({ sanction }) => sanction)
    return all.filter(each => this.#lasts(each))
  }

  #lasts({ until = NEVER }: SanctionRecord): boolean {
    return until > this.time.latest(this.#now(), this.#now())
  }

  isLocked(room: string): boolean {
    return this.#locks.lasting().some(each => each.room === room)
  }

  /** It was closed at every moment since then. */
  wasLocked(room: string, since: number): boolean {
    return this.#locks.binding(since).some(each => each.room === room)
  }

  mayBeLocked(room: string, since: number): boolean {
    return this.#locks.possible(since).some(each => each.room === room)
  }

  /** Those that were in force at every moment since then. */
  filtersSince(room: string, since: number): Filters | undefined {
    return this.#filters.binding(since).find(each => each.room === room)?.filters
  }

  /** All that may have been in force since then. */
  possibleFilters(room: string, since: number): Filters[] {
    return this.#filters
      .possible(since)
      .filter(each => each.room === room)
      .map(({ filters }) => filters)
  }

  /** Who a guest has become. */
  accountOf(user: string): string {
    return this.#accountOf.get(user) ?? user
  }

  filtersOf(room: string): Filters | undefined {
    return this.#filters.lasting().find(each => each.room === room)?.filters
  }

  waitingIn(room: string): Hold[] {
    return [...this.holds.values()].filter(each => each.room === room && each.state === 'waiting')
  }

  #isOn(
    { kind, room: where, user: whom }: SanctionRecord,
    user: string,
    room: string,
    kinds: readonly SanctionRecord['kind'][],
  ): boolean {
    return (where === '' || where === room) && kinds.includes(kind) && (whom === user || whom === this.#addressOf(user))
  }

  #addressOf(user: string): string | undefined {
    const address = this.#addresses.get(user)
    return address && `ip:${createHmac('sha256', this.#key).update(address).digest('base64url')}`
  }

  #changed(change: DirectoryChange, value: unknown): void {
    switch (change.type) {
      case 'addSanction': {
        if (value !== 'ok') return
        const { sanction, audit, beside = [] } = change
        for (const each of [sanction, ...beside]) {
          this.#lay(each, audit?.cid)
          const account = this.#accountOf.get(each.user)
          if (account) this.#pass(each, account, audit?.cid)
        }
        return
      }
      case 'liftSanction':
        if (value) this.#note(`no ${change.kind} of ${change.user} in ${change.room}`)
        if (value) this.#lift(change, change.audit?.cid)
        return
      case 'addAccount':
        if (value === 'ok') this.#become(change.account)
        return
      case 'changeAccount':
        if (typeof value === 'object' && value) this.#become(value as Account)
        return
      case 'changeRoom': {
        const { room, change: changes } = change
        if (value === undefined || changes.filters === undefined) return
        this.#count('filters')
        this.#filters.end(each => each.room === room, undefined)
        this.#filters.begin({ room, filters: changes.filters }, filtersCid(room, changes.filters))
        return
      }
      case 'endHold': {
        const hold = this.holds.get(change.id)
        if (hold && value) hold.state = change.audit ? 'rejected' : 'withdrawn'
        if (hold && value) this.#count(hold.state)
        return
      }
      case 'addReport':
        if (typeof value === 'object') this.#count(change.report.appeal ? 'appeal' : 'report')
        return
      case 'closeReport':
        if (value) this.#count('report closed')
    }
  }

  #written({ id, room, user, cid, content, approves, audit }: EventWrite, held: string | undefined): void {
    if (content.kind === 'room_changed' && content.changes.locked !== undefined) {
      this.#locks.end(each => each.room === room, audit?.cid ?? cid)
      if (content.changes.locked) this.#locks.begin({ room }, cid)
    }
    if (content.kind !== 'new_message') return
    if (held !== undefined) {
      this.holds.set(held, { id: held, room, user, cid, text: content.text, state: 'waiting' })
      this.#count('held')
    }
    const hold = this.holds.get(approves ?? '')
    if (!hold || id === undefined) return
    hold.state = 'approved'
    this.#count('approved')
  }

  #become({ id, guestIds }: Account): void {
    for (const guest of guestIds) {
      if (this.#accountOf.get(guest) === id) continue
      this.#accountOf.set(guest, id)
      const now = this.time.latest(this.#now(), this.#now())
      for (const { sanction, laidAt } of this.#sanctions.lasting())
        if (sanction.user === guest && (sanction.until ?? NEVER) > now)
          this.#pass(sanction, id, `passed to ${id}`, laidAt)
    }
  }

  /** To the account that a guest has become, unless something of the kind lasts as long on it. */
  #pass(sanction: SanctionRecord, account: string, cid: string | undefined, laidAt = this.#now()): void {
    const { room, kind, until = NEVER } = sanction
    const own = this.#sanctions
      .lasting()
      .find(each => each.sanction.user === account && each.sanction.room === room && each.sanction.kind === kind)
    if (own && (own.sanction.until ?? NEVER) >= until) return
    this.#count(`${kind} passed`)
    this.#lay({ ...sanction, user: account }, cid, laidAt)
  }

  #lay(sanction: SanctionRecord, cid: string | undefined, laidAt = this.#now()): void {
    const isAddress = sanction.user.startsWith('ip:')
    const { kind, user, room, until } = sanction
    this.#count(isAddress ? `${kind} of an address` : kind)
    this.#note(`${kind} of ${user} in ${room} until ${until} by ${cid}`)
    this.#lift(sanction, cid)
    const key = JSON.stringify(sanction)
    const first = this.#laidAt.get(key) ?? laidAt
    this.#laidAt.set(key, first)
    this.#sanctions.begin({ sanction, laidAt: first }, cid)
  }

  #lift({ room, user, kind }: Pick<SanctionRecord, 'room' | 'user' | 'kind'>, cid: string | undefined): void {
    this.#sanctions.end(({ sanction: each }) => each.room === room && each.user === user && each.kind === kind, cid)
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

const ALL: readonly SanctionKind[] = ['warn', 'mute', 'kick', 'ban']
/** What somebody with one of these may not be in the room. */
export const OUT: readonly SanctionKind[] = ['kick', 'ban']
/** What keeps somebody from writing. */
export const SILENT: readonly SanctionKind[] = ['mute', ...OUT]

/** As what filters of a room are confirmed, since the change of a room has no cid of its own. */
export const filtersCid = (room: string, filters: Filters): string => `filters of ${room}: ${JSON.stringify(filters)}`
