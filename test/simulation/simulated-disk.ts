import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { StoredSession } from '../../server/ports/session-store.ts'
import type { Write, Written } from '../../server/ports/store.ts'

/** `fsync`: what is committed survives everything; `process`: a crash of the machine may lose what was not synced. */
export type Durability = 'fsync' | 'process'

type Answer = Written | undefined
type Entry = { kind: 'group'; group: readonly Write[] } | { kind: 'epoch' }

/** What outlives the server's process: the groups that were committed, and what follows from them. */
export class SimulatedDisk {
  readonly durability: Durability
  /** The last process ended in order. */
  clean = true
  /** It is known that something is missing, so the next to open or recover it begins a new epoch. */
  setBack = false
  /** Ids of messages and hashes of logins that a crash of the machine took, as `process` allows. */
  readonly lost = new Set<string>()
  readonly lostTexts = new Set<string>()
  #entries: Entry[] = []
  #synced = 0
  #epoch = 1
  #rooms = new Map<string, DurableEvent[]>()
  #byCid = new Map<string, DurableEvent>()
  #byText = new Map<string, DurableEvent>()
  #sessions = new Map<string, StoredSession>()

  constructor(durability: Durability) {
    this.durability = durability
  }

  events(room: string): readonly DurableEvent[] {
    return this.#rooms.get(room) ?? []
  }

  /** For the judge: where every text is written once. */
  find(text: string): DurableEvent | undefined {
    return this.#byText.get(text)
  }

  /** Whether this seq of a room was given to something that is lost. */
  isVoid(room: string, seq: number): boolean {
    return this.lost.size > 0 && seq > this.events(room).length
  }

  sessions(): StoredSession[] {
    return [...this.#sessions.values()]
  }

  epoch(room: string): string {
    return `e${this.#epoch}.${room}`
  }

  apply(group: readonly Write[]): Answer[] {
    this.#entries.push({ kind: 'group', group })
    if (this.durability === 'fsync') this.sync()
    return group.map(write => this.#write(write))
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
    const gone = this.#entries.splice(kept)
    const before = { events: [...this.#rooms.values()].flat(), sessions: this.sessions() }
    this.#replay()
    const ids = new Set([...this.#rooms.values()].flatMap(events => events.map(({ id }) => id)))
    for (const { id, text } of before.events) {
      if (ids.has(id)) continue
      this.lost.add(id)
      this.lostTexts.add(text)
    }
    for (const { tokenHash } of before.sessions) if (!this.#sessions.has(tokenHash)) this.lost.add(tokenHash)
    this.sync()
    this.setBack ||= gone.length > 0
    return gone.length
  }

  #replay(): void {
    this.#rooms = new Map()
    this.#byCid = new Map()
    this.#byText = new Map()
    this.#sessions = new Map()
    for (const entry of this.#entries) if (entry.kind === 'group') for (const write of entry.group) this.#write(write)
  }

  #write(write: Write): Answer {
    if (write.kind === 'session') this.#sessions.set(write.session.tokenHash, write.session)
    if (write.kind === 'sessionEnds') for (const hash of write.tokenHashes) this.#sessions.delete(hash)
    if (write.kind !== 'event') return undefined
    const { room, user, cid, text, id, sentAt } = write
    const key = `${room} ${user.id} ${cid}`
    const known = this.#byCid.get(key)
    if (known) return { seq: known.seq, id: known.id, sentAt: known.sentAt, duplicate: true }
    const events = this.#rooms.get(room) ?? []
    this.#rooms.set(room, events)
    const seq = (events.at(-1)?.seq ?? 0) + 1
    const event: DurableEvent = { type: 'new_message', room, seq, id, cid, user, text, sentAt }
    events.push(event)
    this.#byCid.set(key, event)
    this.#byText.set(text, event)
    return { seq, id, sentAt, duplicate: false }
  }
}
