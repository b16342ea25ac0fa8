import type { DurableEvent, NewMessageEvent } from '../../sdk/protocol/events.ts'
import { MemoryStore } from '../../server/adapters/memory/store.ts'
import { eventOf } from '../../server/events/event-of.ts'
import type { Account } from '../../server/ports/directory.ts'
import type { StoredSession } from '../../server/ports/session-store.ts'
import type { StoreAnswer, Write } from '../../server/ports/store.ts'
import { Oracle } from '../support/server-kit/oracle.ts'
import type { Learned } from './facts.ts'
import type { OrderBook } from './order-book.ts'
import type { OrderJudge } from './order-judge.ts'
import type { OrderKeepers } from './order-keepers.ts'
import { isPrivate, Places } from './places.ts'
import { verdict } from './verdict.ts'

/** `fsync`: what is committed survives everything; `process`: a crash of the machine may lose what was not synced. */
export type Durability = 'fsync' | 'process'

/** Whoever is not shown. */
const NOBODY = { id: '', name: '' }

type Entry = { kind: 'group'; group: readonly Write[] } | { kind: 'told'; event: DurableEvent } | { kind: 'epoch' }

/** What outlives the server's process: the groups that were committed, and what follows from them. */
export class SimulatedDisk {
  readonly durability: Durability
  /** The last process ended in order. */
  clean = true
  /** It is known that something is missing, so the next to open or recover it begins a new epoch. */
  setBack = false
  /** Ids of events and accounts, and hashes of logins, that a crash of the machine took or set back, as `process` allows. */
  readonly lost = new Set<string>()
  readonly lostEvents: DurableEvent[] = []
  /** By cid, why something was not taken. */
  readonly refusals = new Map<string, Set<string>>()
  /** By message and emoji, everybody who ever reacted with it. */
  readonly reactors = new Map<string, Set<string>>()
  #entries: Entry[] = []
  #synced = 0
  #epoch = 1
  /** What the server reads. */
  #tables = emptyTables()
  /** What the judge knows of it. */
  #rooms = new Map<string, Oracle>()
  #byText = new Map<string, NewMessageEvent>()
  #byId = new Map<string, NewMessageEvent>()
  #byCid = new Map<string, DurableEvent>()
  #sessions = new Map<string, StoredSession>()
  #accounts = new Map<string, Account>()
  /** By the id of a guest, whose it ever was. */
  readonly #accountOf = new Map<string, string>()
  /** Who is removed, by all their ids. */
  #removed = new Set<string>()
  /** The same, also of those of whom the store has lost that. */
  readonly everRemoved = new Set<string>()
  /** By account, whom the site of the page calls so; also of those that the store has lost. */
  readonly #subjects = new Map<string, string>()
  /** Is told what the server stores against the rules. */
  readonly #broken: (what: string) => void
  readonly #keepers: Pick<OrderKeepers, 'may'>

  /** Where an engine keeps the epochs. */
  epochOf: ((room: string) => string) | undefined
  /** In histories with moderators: what was done about order, and who judges by it. */
  order: { book: OrderBook; judge: OrderJudge } | undefined
  readonly places: Places
  readonly #now: () => number
  /** By event, when it was first stored. Virtual time. */
  readonly #storedAt = new Map<string, number>()

  /** `now`: of the virtual clock. */
  constructor(
    durability: Durability,
    keepers: Pick<OrderKeepers, 'may'>,
    broken: (what: string) => void,
    now: () => number,
  ) {
    this.durability = durability
    this.#now = now
    this.places = new Places(now)
    this.#keepers = keepers
    this.#broken = broken
  }

  get tables(): MemoryStore {
    return this.#tables
  }

  /** What follows from the events of a room, worked out apart from the code that is judged. */
  oracle(room: string): Oracle {
    let oracle = this.#rooms.get(room)
    if (!oracle) {
      oracle = new Oracle(this.idsOf)
      this.#rooms.set(room, oracle)
    }
    return oracle
  }

  events(room: string): readonly DurableEvent[] {
    return this.oracle(room).events
  }

  /** All ids of a person, whichever of them is asked. */
  idsOf = (userId: string): readonly string[] => {
    const isTheirs = ({ id, guestIds }: Account) => id === userId || guestIds.includes(userId)
    const account = [...this.#accounts.values()].find(isTheirs)
    return account ? [...new Set([userId, account.id, ...account.guestIds])] : [userId]
  }

  /** Those of which a connection of this user reads: one of a guest knows of no account. */
  idsRead = (userId: string): readonly string[] => [userId, ...(this.#accounts.get(userId)?.guestIds ?? [])]

  /** Whether they are ids of one person, though the store may have lost that. */
  isSame(one: string, other: string): boolean {
    return (this.#accountOf.get(one) ?? one) === (this.#accountOf.get(other) ?? other)
  }

  /** Whom the site of the page calls so. */
  subjectOf(userId: string): string | undefined {
    return this.#subjects.get(userId)
  }

  isGuestOfAccount(userId: string): boolean {
    return this.#accountOf.has(userId)
  }

  /** Whether it is one of several ids of one person. */
  isOneOfSeveral(userId: string): boolean {
    return this.#accountOf.has(userId) || [...this.#accountOf.values()].includes(userId)
  }

  get removed(): ReadonlySet<string> {
    return this.#removed
  }

  /** For the judge: where every text is written once. */
  find(text: string): NewMessageEvent | undefined {
    return this.#byText.get(text)
  }

  /** The message of this id, as it was sent. */
  message(id: string): NewMessageEvent | undefined {
    return this.#byId.get(id)
  }

  /** The event at a seq, or one that is lost, if it is such a one. */
  holds(room: string, seq: number, isSuch: (event: DurableEvent) => boolean): boolean {
    const stored = this.events(room)[seq - 1]
    return (stored && isSuch(stored)) || this.lostEvents.some(event => event.room === room && isSuch(event))
  }

  /** How many events a room had at a moment of the virtual clock. */
  headAt(room: string, at: number): number {
    const events = this.events(room)
    const later = events.findIndex(({ id }) => (this.#storedAt.get(id) ?? 0) > at)
    return later < 0 ? events.length : later
  }

  /** Whether this seq of a room was given to something that is lost. */
  isVoid(room: string, seq: number): boolean {
    return this.lost.size > 0 && seq > this.events(room).length
  }

  sessions(): StoredSession[] {
    return [...this.#sessions.values()]
  }

  epoch(room: string): string {
    return this.epochOf?.(room) ?? `e${this.#epoch}.${room}`
  }

  /** How much was written. */
  get size(): number {
    return this.#entries.length
  }

  /** An event that an engine has committed, of whichever node. */
  hear(event: DurableEvent): void {
    this.#entries.push({ kind: 'told', event })
    const { room, seq, user = NOBODY, cid, type } = event
    const oracle = this.oracle(room)
    if (seq !== oracle.events.length + 1) this.#broken(`${seq} of ${room} is stored behind ${oracle.events.length}`)
    if (this.#byCid.has(`${room} ${user.id} ${cid}`)) this.#broken(`${type} ${cid} of ${user.name} is stored twice`)
    const isChange = type === 'message_edited' || type === 'message_deleted' || type === 'reaction'
    const target = isChange ? oracle.get(event.messageId) : undefined
    if (isChange && (!target || target.deleted))
      this.#broken(`${type} ${cid} of ${user.name} changes ${event.messageId}, which is not there`)
    this.#hear(event)
  }

  #hear(event: DurableEvent): void {
    const oracle = this.oracle(event.room)
    oracle.hear(event)
    this.#byCid.set(`${event.room} ${event.user?.id} ${event.cid}`, event)
    this.#note(oracle, event)
  }

  apply(group: readonly Write[]): StoreAnswer[] {
    this.#entries.push({ kind: 'group', group })
    if (this.durability === 'fsync') this.sync()
    return group.map(write => {
      if (write.kind === 'event') {
        if (isPrivate(write.room)) this.#mayWrite(write)
        else this.#mayOrder(write)
      }
      const answer = this.#write(write)
      this.order?.judge.taken(write, answer)
      this.order?.book.hear(write, answer)
      return answer
    })
  }

  /** The server comes to know what became of all that was stored. */
  learn(how: Learned): void {
    this.places.settle()
    this.order?.book.learn(how)
  }

  /** What was refused, and why. */
  refused(cid: string, code: string): void {
    this.refusals.set(cid, (this.refusals.get(cid) ?? new Set()).add(code))
  }

  renew(): void {
    this.#epoch++
    this.setBack = false
    this.#entries.push({ kind: 'epoch' })
    this.sync()
  }

  sync(): void {
    this.#synced = this.#entries.length
  }

  /** The machine loses its power: of what was not synced, a part at the end is gone; `random` says how large a part. */
  crash(random: number): number {
    const kept = this.#synced + Math.floor(random * (this.#entries.length - this.#synced + 1))
    return this.loseFrom(kept)
  }

  /** Only so much is left of what was written; returns how much is gone. */
  loseFrom(kept: number): number {
    const gone = this.#entries.splice(kept)
    const before = { events: this.#allEvents(), sessions: this.sessions(), accounts: this.#accounts }
    this.#replay()
    const ids = new Set(this.#allEvents().map(({ id }) => id))
    for (const event of before.events) {
      if (ids.has(event.id)) continue
      this.lost.add(event.id)
      this.lostEvents.push(event)
    }
    const logins = new Set(before.sessions.map(({ tokenHash }) => tokenHash))
    for (const tokenHash of logins) if (!this.#sessions.has(tokenHash)) this.lost.add(tokenHash)
    // the end of one is lost, too
    for (const tokenHash of this.#sessions.keys()) if (!logins.has(tokenHash)) this.lost.add(tokenHash)
    for (const [id, account] of before.accounts)
      if (JSON.stringify(this.#accounts.get(id)) !== JSON.stringify(account)) this.lost.add(id)
    this.sync()
    this.setBack ||= gone.length > 0
    return gone.length
  }

  #allEvents(): DurableEvent[] {
    return [...this.#rooms.values()].flatMap(({ events }) => events)
  }

  #replay(): void {
    this.#tables = emptyTables()
    this.#rooms = new Map()
    this.#byText = new Map()
    this.#byId = new Map()
    this.#byCid = new Map()
    this.#sessions = new Map()
    this.#accounts = new Map()
    this.#removed = new Set()
    this.places.clear()
    this.order?.book.clear()
    for (const entry of this.#entries) {
      if (entry.kind === 'epoch') continue
      if (entry.kind === 'told') {
        this.#hear(entry.event)
        continue
      }
      for (const write of entry.group) {
        const answer = this.#write(write)
        this.order?.book.hear(write, answer)
      }
    }
  }

  #write(write: Write): StoreAnswer {
    if (write.kind === 'session') this.#sessions.set(write.session.tokenHash, write.session)
    if (write.kind === 'sessionEnds') for (const hash of write.tokenHashes) this.#sessions.delete(hash)
    if (write.kind === 'directory') return this.#change(write)
    if (write.kind === 'forgetAuthor' || write.kind === 'forgetNames') return this.#tables.apply([write])[0]
    if (write.kind !== 'event') return undefined
    const { room, user, cid, content } = write
    const oracle = this.oracle(room)
    const ids = this.idsOf(user.id)
    const keyOf = (id: string) => `${room} ${id} ${cid}`
    const known = ids.map(id => this.#byCid.get(keyOf(id))).find(each => each)
    const due = verdict(oracle, this.places, known, write, ids, this.order?.book)
    const [answer] = this.#tables.apply([write])
    if (typeof answer !== 'object' || 'news' in answer) return answer
    const isRefused = 'refused' in answer
    const came = isRefused ? answer.refused : answer.duplicate ? 'again' : answer.held === undefined ? 'new' : 'held'
    if (came !== due) this.#broken(`${write.content.kind} ${cid} of ${user.name} comes out as ${came}, not as ${due}`)
    if (isRefused) this.refused(cid, answer.refused)
    if (isRefused || answer.duplicate || answer.held !== undefined) return answer
    const event = eventOf(write, answer)
    oracle.hear(event)
    if (content.kind === 'room_changed' || content.kind === 'member_changed') this.places.hear(room, content)
    this.#byCid.set(keyOf(user.id), event)
    this.#note(oracle, event)
    return answer
  }

  /** Who pins, or deletes what others wrote, keeps order there at this moment. */
  #mayOrder({ room, user, cid, content }: Write & { kind: 'event' }): void {
    if (this.places.rooms.has(room)) {
      this.#mayOrderIn({ room, user, cid, content })
      return
    }
    const isOrder = content.kind === 'message_pinned' || ('by' in content && content.by === 'moderator')
    if (isOrder && !this.#keepers.may(user.id, room))
      this.#broken(`${content.kind} ${cid} in ${room} is taken of ${user.name}, who keeps no order there`)
  }

  /** The same in a room that somebody made. */
  #mayOrderIn({
    room,
    user,
    cid,
    content,
  }: Pick<Write & { kind: 'event' }, 'room' | 'user' | 'cid' | 'content'>): void {
    if (content.kind === 'member_changed' || content.kind === 'room_changed') {
      if (!this.places.mayChange(room, user.id, content))
        this.#broken(`${content.kind} ${cid} in ${room} is taken of ${user.name}, who may not change it`)
      return
    }
    // what was asked for while somebody kept order there, and what goes with an account
    if (/^(erase|clean)-/.test(cid)) return
    const isOrder = content.kind === 'message_pinned' || ('by' in content && content.by === 'moderator')
    if (isOrder && !this.places.mayOrder(room, user.id))
      this.#broken(`${content.kind} ${cid} in ${room} is taken of ${user.name}, who keeps no order there`)
  }

  /** The same where one needs a place to write. */
  #mayWrite(write: Write & { kind: 'event' }): void {
    const { room, user, cid, content, approves } = write
    this.#mayOrderIn(write)
    if (/^(erase|clean)-/.test(cid) || content.kind === 'member_changed' || content.kind === 'room_changed') return
    if (approves === undefined && !this.places.mayWrite(room, user.id))
      this.#broken(`${content.kind} ${cid} in ${room} is taken of ${user.name}, who may not write there`)
  }

  #change(write: Write & { kind: 'directory' }): StoreAnswer {
    const [answer] = this.#tables.apply([write])
    const { change } = write
    const value = typeof answer === 'object' && 'news' in answer ? answer.value : undefined
    const added = change.type === 'addAccount' && value === 'ok' ? change.account : undefined
    if (change.type === 'removeAccount') {
      for (const id of this.idsRead(change.id)) {
        this.#removed.add(id)
        this.everRemoved.add(id)
      }
    }
    if (typeof answer === 'object' && 'news' in answer) this.places.changed(change, answer)
    const account = typeof value === 'object' && 'guestIds' in value ? value : added
    if (account) this.#accounts.set(account.id, account)
    if (account?.subject) this.#subjects.set(account.id, account.subject)
    for (const id of account?.guestIds ?? []) this.#accountOf.set(id, account?.id ?? '')
    return answer
  }

  #note(oracle: Oracle, event: DurableEvent): void {
    if (!this.#storedAt.has(event.id)) this.#storedAt.set(event.id, this.#now())
    if (event.type === 'new_message') {
      this.#byText.set(event.text, event)
      this.#byId.set(event.id, event)
      const quote = oracle.get(event.id)?.replyTo
      if (JSON.stringify(quote) !== JSON.stringify(event.replyTo)) this.#broken(`${event.text} quotes something else`)
    }
    if (event.type !== 'reaction') return
    const { messageId, emoji, user, count, users } = event
    const key = `${messageId} ${emoji}`
    this.reactors.set(key, (this.reactors.get(key) ?? new Set()).add(user.id))
    const now = oracle.get(messageId)?.reactions?.find(each => each.emoji === emoji)
    if (count !== (now?.count ?? 0) || JSON.stringify(users) !== JSON.stringify(now?.users ?? []))
      this.#broken(`${event.seq} of ${event.room} counts ${count} reactions, not ${now?.count ?? 0}`)
  }
}

function emptyTables(): MemoryStore {
  let ids = 0
  const id = () => `t${++ids}`
  const all = Number.POSITIVE_INFINITY
  return new MemoryStore({ random: { id, token: id }, limits: { eventsPerRoom: all, bytes: all } })
}
