import type { Trimmed } from '../../ports/store.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRooms } from './rooms.ts'
import { pragma } from './schema.ts'

export interface Retention {
  /** Older messages go. ms; undefined: they stay. */
  ageMs: number | undefined
  /** Messages that each room keeps; undefined: all. */
  messages: number | undefined
  /** How long a cid is known at least, also of a message that is gone. ms. */
  dedupeMs: number
}

const ROWS = 200
const ROOMS = 50
const PAGES = 100

/** Gives up old messages, a few at a time: first what they say, and the whole row once nobody may repeat its cid. */
export class SqliteRetention {
  readonly #database: SqliteDatabase
  readonly #rooms: SqliteRooms
  readonly #retention: Retention
  readonly #next
  readonly #oldest
  readonly #empty
  readonly #advance
  readonly #delete
  /** Rooms up to this id have had their turn. */
  #cursor = 0

  constructor(database: SqliteDatabase, rooms: SqliteRooms, retention: Retention) {
    this.#database = database
    this.#rooms = rooms
    this.#retention = retention
    this.#next = database.prepare('SELECT id, name FROM rooms WHERE id > ? ORDER BY id LIMIT 1')
    this.#oldest = database.prepare(
      'SELECT seq, sent_at AS sentAt FROM events WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ?',
    )
    this.#empty = database.prepare(
      "UPDATE events SET text = '', user_name = '' WHERE room = ? AND seq >= ? AND seq < ?",
    )
    this.#advance = database.prepare('UPDATE rooms SET first = ? WHERE id = ?')
    // the newest row stays: it says how far the room has come
    this.#delete = database.prepare(
      `DELETE FROM events WHERE id IN (
         SELECT id FROM events WHERE room = ? AND seq < ? AND seq < ? AND sent_at < ? ORDER BY seq LIMIT ?)`,
    )
  }

  /** Within a transaction of its caller. */
  trim(now: number): Trimmed {
    const { ageMs, messages } = this.#retention
    if (ageMs === undefined && messages === undefined) return { rooms: [], more: false }
    const trimmed: { room: string; first: number }[] = []
    let rows = 0
    for (let turn = 0; turn < ROOMS && rows < ROWS; turn++) {
      const room = this.#next.get(this.#cursor) as { id: number; name: string } | undefined
      if (!room) {
        this.#cursor = 0
        return { rooms: trimmed, more: false }
      }
      const before = this.#rooms.of(room.name).first
      const done = this.#trimRoom(room.id, room.name, now, ROWS - rows)
      const { first } = this.#rooms.of(room.name)
      if (first > before) trimmed.push({ room: room.name, first })
      rows += done
      if (rows < ROWS) this.#cursor = room.id
    }
    return { rooms: trimmed, more: true }
  }

  /** Gives a few of the pages that became free back to the disk; whether there are more. Outside of a transaction. */
  shrink(): boolean {
    const { ageMs, messages } = this.#retention
    if (ageMs === undefined && messages === undefined) return false
    const free = pragma(this.#database, 'freelist_count')
    if (free > 0) this.#database.exec(`PRAGMA incremental_vacuum(${PAGES})`)
    return free > PAGES
  }

  /** The number of rows that it changed. */
  #trimRoom(id: number, name: string, now: number, most: number): number {
    const { ageMs = Number.POSITIVE_INFINITY, messages = Number.POSITIVE_INFINITY, dedupeMs } = this.#retention
    const room = this.#rooms.of(name)
    const keptFrom = Math.max(room.first, room.head - messages + 1)
    let { first } = room
    for (const { seq, sentAt } of this.#oldest.all(id, room.first, most) as { seq: number; sentAt: number }[]) {
      if (seq >= keptFrom && sentAt >= now - ageMs) break
      first = seq + 1
    }
    if (first > room.first) {
      this.#empty.run(id, room.first, first)
      this.#advance.run(first, id)
    }
    const changed = first - room.first
    room.first = first
    return changed + Number(this.#delete.run(id, first, room.head, now - dedupeMs, most).changes)
  }
}
