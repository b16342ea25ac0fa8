import type { KnownHold } from '../../directory/moderation-rows.ts'
import { HOLD_MS, type HoldRecord } from '../../ports/moderation.ts'

interface Held extends HoldRecord {
  /** When it was rejected; it says nothing any more. */
  readonly endedAt?: number | undefined
}

/** Ids are of ASCII, so that their order is that of every store. */
export const inOrder = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)

/** Messages that wait, in memory, and of rejected ones whose they were. */
export class MemoryHolds {
  readonly #byId = new Map<string, Held>()
  readonly #byCid = new Map<string, string>()
  readonly #byRoom = new Map<string, Set<string>>()
  readonly #most: number

  /** `most`: of more the first that were rejected go. */
  constructor(most: number) {
    this.#most = most
  }

  /** Those that wait. */
  get size(): number {
    return this.#all().filter(({ endedAt }) => endedAt === undefined).length
  }

  get(room: string, id: string): HoldRecord | undefined {
    const held = this.#byId.get(id)
    return held?.room === room && held.endedAt === undefined ? held : undefined
  }

  has(room: string): boolean {
    return this.#byRoom.has(room)
  }

  /** Those of a room that wait at a time, by id; `ids`: of these people. */
  waiting(room: string, now: number, ids?: readonly string[]): HoldRecord[] {
    const there = [...(this.#byRoom.get(room) ?? [])].map(id => this.#byId.get(id) as Held)
    return there
      .filter(
        ({ endedAt, at, user }) => endedAt === undefined && at > now - HOLD_MS && (ids?.includes(user.id) ?? true),
      )
      .sort(inOrder)
  }

  by(user: string, after = '', limit: number): HoldRecord[] {
    const own = this.#all().filter(each => each.endedAt === undefined && each.user.id === user && each.id > after)
    return own.sort(inOrder).slice(0, limit)
  }

  known(room: string, user: string, cid: string): KnownHold | undefined {
    return this.#byId.get(this.#byCid.get(keyOf(room, user, cid)) ?? '')
  }

  put(hold: HoldRecord): void {
    const { id, room, user, cid } = hold
    if (this.#byId.size >= this.#most) for (const oldest of this.#rejected().slice(0, 1)) this.delete(oldest.id)
    this.#byId.set(id, hold)
    this.#byCid.set(keyOf(room, user.id, cid), id)
    this.#byRoom.set(room, (this.#byRoom.get(room) ?? new Set()).add(id))
  }

  reject(id: string, at: number): void {
    const held = this.#byId.get(id)
    if (!held) return
    const { room, user, cid } = held
    this.#byId.set(id, { id, room, user: { ...user, name: '' }, cid, text: '', at: held.at, endedAt: at })
  }

  delete(id: string): void {
    const held = this.#byId.get(id)
    if (!held) return
    const { room, user, cid } = held
    this.#byId.delete(id)
    this.#byCid.delete(keyOf(room, user.id, cid))
    const there = this.#byRoom.get(room)
    there?.delete(id)
    if (there?.size === 0) this.#byRoom.delete(room)
  }

  /** The rooms where any waited, in order. */
  deleteOf(user: string): string[] {
    const own = this.#all().filter(each => each.user.id === user)
    for (const { id } of own) this.delete(id)
    const waited = own.filter(({ endedAt }) => endedAt === undefined)
    return [...new Set(waited.map(({ room }) => room))].sort()
  }

  old(since: number, limit: number): HoldRecord[] {
    return this.#all()
      .filter(({ endedAt, at }) => endedAt === undefined && at <= since)
      .sort((one, other) => one.at - other.at || inOrder(one, other))
      .slice(0, limit)
  }

  forget(before: number, limit: number): number {
    const gone = this.#rejected().filter(({ endedAt = before }) => endedAt < before)
    for (const { id } of gone.slice(0, limit)) this.delete(id)
    return Math.min(gone.length, limit)
  }

  #rejected(): Held[] {
    return this.#all().filter(({ endedAt }) => endedAt !== undefined)
  }

  #all(): Held[] {
    return [...this.#byId.values()]
  }
}

/** No name, id and cid has a space. */
const keyOf = (room: string, user: string, cid: string) => `${room} ${user} ${cid}`
