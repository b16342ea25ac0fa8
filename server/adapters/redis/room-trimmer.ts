import { BoundedMap } from '../../core/bounded-map.ts'
import type { Trimmed } from '../../ports/store.ts'
import type { Command, Engine, Reply } from './engine.ts'
import { TAGS } from './partitions.ts'
import { roomsKey } from './room-keys.ts'
import { messageHead } from './room-row.ts'
import type { RoomViews } from './room-views.ts'
import { transact } from './transact.ts'
import { TRIMMED_AT_ONCE, trimRoom } from './trim-room.ts'

/** What a deployment keeps of each room; undefined: all. */
export interface RoomRetention {
  /** Older messages go. ms. */
  ageMs: number | undefined
  messages: number | undefined
}

type Gone = Trimmed['rooms'][number]

/** Rooms that one turn looks at. */
const ROOMS = 50
/** Tags that are asked for their rooms together. */
const TAGS_AT_ONCE = 16
/** Rooms that are looked at soon, since they were written to here; others are found by the walk through all. */
const WRITTEN = 10_000
/** Those are looked at so often. ms. */
const SOON_MS = 20_000
/** Of the age at which messages go there is such a part between two walks, and at most so long. ms. */
const PART = 50
const MOST_MS = 3_600_000
/** Rooms of which it is known where they began. */
const KNOWN = 50_000

/** Gives up old messages a few at a time: of the rooms that were written to here, and seldom of all. */
export class RoomTrimmer {
  readonly #engine: Engine
  readonly #prefix: string
  readonly #views: RoomViews
  readonly #retention: RoomRetention
  readonly #written = new Set<string>()
  /** Where the log of each room began when it was last looked at: another node may have given something up. */
  readonly #firsts = new BoundedMap<number>(KNOWN)
  #turn: string[] = []
  #turnAt = Number.NEGATIVE_INFINITY
  /** Of the walk through all: the tag, and the last room there. Undefined: there is none now. */
  #at: { tag: number; after: string } | undefined
  #walkedAt = Number.NEGATIVE_INFINITY

  constructor(engine: Engine, prefix: string, views: RoomViews, retention: RoomRetention) {
    this.#engine = engine
    this.#prefix = prefix
    this.#views = views
    this.#retention = retention
  }

  wrote(room: string): void {
    if (this.#written.size < WRITTEN) this.#written.add(room)
  }

  async trim(now: number): Promise<Trimmed> {
    const { ageMs, messages } = this.#retention
    if (ageMs === undefined && messages === undefined) return { rooms: [], more: false }
    if (this.#turn.length === 0) this.#begin(now)
    const rooms = this.#turn.length > 0 ? this.#turn.splice(0, ROOMS) : await this.#walk()
    const found = await Promise.all(rooms.map(room => this.#trimRoom(room, now)))
    for (const [at, room] of rooms.entries()) if (found[at]?.more) this.#turn.push(room)
    const more = this.#turn.length > 0 || this.#at !== undefined
    return { rooms: found.flatMap(({ gone }) => gone ?? []), more }
  }

  #begin(now: number): void {
    const isWalking = this.#at !== undefined
    // a walk takes long, and those that are written to do not wait for its end
    if (!isWalking || Math.abs(now - this.#turnAt) >= SOON_MS) {
      this.#turn = [...this.#written]
      this.#written.clear()
      this.#turnAt = now
    }
    const everyMs = Math.min(MOST_MS, (this.#retention.ageMs ?? Number.POSITIVE_INFINITY) / PART)
    // also where the clock was set back
    if (isWalking || Math.abs(now - this.#walkedAt) < everyMs) return
    this.#walkedAt = now
    this.#at = { tag: 0, after: '' }
  }

  /** The next rooms of all. */
  async #walk(): Promise<string[]> {
    const rooms: string[] = []
    while (this.#at !== undefined && rooms.length < ROOMS) {
      const { tag: first, after } = this.#at
      const tags = TAGS.slice(first, first + TAGS_AT_ONCE)
      const parts = await Promise.all(tags.map((tag, n) => this.#roomsOf(tag, n === 0 ? after : '')))
      for (const [n, part] of parts.entries()) {
        if (rooms.length >= ROOMS) break
        rooms.push(...part)
        const next = first + n + 1
        if (part.length === ROOMS) this.#at = { tag: first + n, after: part.at(-1) as string }
        else this.#at = next < TAGS.length ? { tag: next, after: '' } : undefined
      }
    }
    return rooms
  }

  async #roomsOf(tag: string, after: string): Promise<string[]> {
    const range = ['ZRANGE', roomsKey(this.#prefix, tag), after === '' ? '-' : `(${after}`, '+', 'BYLEX']
    const { replies } = await this.#engine.view(tag, [[...range, 'LIMIT', '0', String(ROOMS)]])
    return replies[0] as string[]
  }

  async #trimRoom(room: string, now: number): Promise<{ gone?: Gone; more: boolean }> {
    const keys = this.#views.keys(room)
    const asked: Command[] = [
      ['ZCARD', keys.order],
      ['ZRANGE', keys.order, '0', String(TRIMMED_AT_ONCE - 1)],
      ['@HEADS', keys.messages, '1'],
    ]
    const { head, first, replies } = await this.#views.read(room, asked)
    const going = this.#going(replies, now)
    const upTo = going.at(-1)
    const [[oldest]] = replies.slice(1, 2) as [string[]]
    if (upTo === undefined) return { ...this.#began(room, Number(oldest ?? head.seq + 1), first > 1), more: false }
    const { value } = await transact(this.#engine, keys.tag, cells => ({
      value: trimRoom(cells, keys, upTo, head.seq),
    }))
    return { ...this.#began(room, value, true), more: going.length === TRIMMED_AT_ONCE }
  }

  /** The seqs of the oldest messages of which there are too many, or that are too old. */
  #going(replies: readonly Reply[], now: number): number[] {
    const { ageMs = Number.POSITIVE_INFINITY, messages = Number.POSITIVE_INFINITY } = this.#retention
    const [count, seqs, heads] = replies as [number, string[], string[]]
    const going: number[] = []
    for (const [at, seq] of seqs.entries()) {
      const isOld = messageHead(heads[at] ?? '').sentAt < now - ageMs
      if (at >= count - messages && !isOld) break
      going.push(Number(seq))
    }
    return going
  }

  /** The room, if it begins elsewhere than was known. */
  #began(room: string, oldest: number, isTrimmed: boolean): { gone?: Gone } {
    if (!isTrimmed || this.#firsts.get(room) === oldest) return {}
    this.#firsts.set(room, oldest)
    return { gone: { room, first: oldest } }
  }
}
