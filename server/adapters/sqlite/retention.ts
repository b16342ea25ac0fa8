import { mostChanges } from '../../events/most-changes.ts'
import type { Trimmed } from '../../ports/store.ts'
import { AUTHOR_LAG, AUTHOR_LAG_MS } from './event-rows.ts'
import type { SqliteDatabase, SqliteStatement } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import { pragma } from './schema.ts'
import type { SqliteSearchIndex } from './search-index.ts'
import { TrimTurns } from './trim-turns.ts'

export interface Retention {
  /** Older messages go. ms; undefined: they stay. */
  ageMs: number | undefined
  /** Messages that each room keeps; undefined: all. */
  messages: number | undefined
  /** How long a cid is known at least, also of an event that is gone. ms. */
  dedupeMs: number
}

// each is taken out of the index of what was said, which takes a third of a millisecond
const ROWS = 100
const ROOMS = 50
const PAGES = 100

/** What a room holds, counted when it is first looked at. */
interface Held {
  /** As of this seq. */
  head: number
  messages: number
  changes: number
}

/**
 * Gives up old messages, and changes of which there are many, a few at a time: first what they say, and the whole row once
 * nobody may repeat its cid.
 */
export class SqliteRetention {
  readonly #database: SqliteDatabase
  readonly #rooms: SqliteRooms
  readonly #search: SqliteSearchIndex
  readonly #retention: Retention
  readonly #statements: ReturnType<typeof prepareAll>
  readonly #held = new WeakMap<SqliteRoom, Held>()
  readonly #turns: TrimTurns

  constructor(database: SqliteDatabase, rooms: SqliteRooms, search: SqliteSearchIndex, retention: Retention) {
    this.#database = database
    this.#rooms = rooms
    this.#search = search
    this.#retention = retention
    this.#statements = prepareAll(database)
    this.#turns = new TrimTurns(database, rooms, retention)
  }

  get dedupeMs(): number {
    return this.#retention.dedupeMs
  }

  /** Within a transaction of its caller. */
  trim(now: number): Trimmed {
    const trimmed: { room: string; first: number }[] = []
    let rows = 0
    for (let turn = 0; turn < ROOMS && rows < ROWS; turn++) {
      const next = this.#turns.next(now)
      if (!next) return { rooms: trimmed, more: false }
      const { room, end } = next
      const done = this.#trimRoom(room, now, ROWS - rows, trimmed)
      // counted once, however many turns it takes
      if (done > 0) this.#rooms.keep(room)
      rows += done
      if (rows < ROWS) end()
    }
    return { rooms: trimmed, more: true }
  }

  /** Gives a few of the pages that became free back to the disk; whether there are more. Outside of a transaction. */
  shrink(): boolean {
    const free = pragma(this.#database, 'freelist_count')
    if (free > 0) this.#database.exec(`PRAGMA incremental_vacuum(${PAGES})`)
    return free > PAGES
  }

  /** The number of rows that it changed. `trimmed` gets the room if its first message is another one now. */
  #trimRoom(room: SqliteRoom, now: number, most: number, trimmed: { room: string; first: number }[]): number {
    const { id } = room
    if (id === undefined) return 0
    const before = room.first
    const done = this.#trimMessages(room, id, now, most) + this.#trimChanges(room, id, now, most)
    if (room.first > before) trimmed.push({ room: room.name, first: this.#oldest(room, id) })
    return done
  }

  /** The number of rows that it changed. */
  #trimMessages(room: SqliteRoom, id: number, now: number, most: number): number {
    const { ageMs, messages, dedupeMs } = this.#retention
    if (ageMs === undefined && messages === undefined) return 0
    const { oldest, emptyMessages, emptyTargets, dropReactions, dropAuthors, deleteMessages } = this.#statements
    const keptFrom = messages === undefined ? room.first : this.#keptFrom(room, id, messages)
    let done = 0
    let last = room.first - 1
    for (const { seq, sentAt } of oldest.all(id, room.first, most) as { seq: number; sentAt: number }[]) {
      if (seq >= keptFrom && (ageMs === undefined || sentAt >= now - ageMs)) break
      last = seq
      done++
    }
    if (done > 0) {
      const kept = oldest.get(id, last + 1, 1) as { seq: number; sentAt: number } | undefined
      const first = kept?.seq ?? room.head + 1
      this.#uncount(room, id, done, first)
      this.#search.empty(id, room.first, first)
      emptyMessages.run(id, room.first, first)
      emptyTargets.run(id, first)
      dropReactions.run(id, first)
      dropAuthors.run(id, first - AUTHOR_LAG, (kept?.sentAt ?? now) - AUTHOR_LAG_MS)
      this.#advance(room, id, first)
    }
    return done + Number(deleteMessages.run(id, room.first, room.head, now - dedupeMs, most).changes)
  }

  /** The seq of the oldest of the newest `most` messages. */
  #keptFrom(room: SqliteRoom, id: number, most: number): number {
    // every seq may be a message
    if (room.head - room.first < most) return room.first
    const row = this.#statements.nthNewest.get(id, most - 1) as { seq: number } | undefined
    return row?.seq ?? room.first
  }

  #trimChanges(room: SqliteRoom, id: number, now: number, most: number): number {
    if (!room.hasChanges) return 0
    const { oldestChanges, emptyChanges, advanceChanges, deleteChanges } = this.#statements
    let first = Math.max(room.changesFirst, room.first)
    let done = 0
    const held = this.#mayHaveMany(room, id) ? this.#count(room, id) : undefined
    const excess = held ? held.changes - mostChanges(held.messages) : 0
    if (held && excess > 0) {
      const rows = oldestChanges.all(id, first, Math.min(excess, most)) as { seq: number }[]
      done = rows.length
      first = (rows.at(-1)?.seq ?? first - 1) + 1
      held.changes -= done
    }
    if (first > room.changesFirst) {
      emptyChanges.run(id, room.changesFirst, first)
      advanceChanges.run(first, id)
      room.changesFirst = first
      this.#advance(room, id, Math.min(first, this.#oldest(room, id)))
    }
    return done + Number(deleteChanges.run(id, first, room.head, now - this.#retention.dedupeMs, most).changes)
  }

  /** More changes than a room has that holds no message; what was counted goes on being so. */
  #mayHaveMany(room: SqliteRoom, id: number): boolean {
    const from = Math.max(room.first, room.changesFirst)
    return this.#held.has(room) || this.#statements.manyChanges.get(id, from, mostChanges(0)) !== undefined
  }

  /** The seq of the oldest message that is held; above the head: none is. */
  #oldest(room: SqliteRoom, id: number): number {
    const row = this.#statements.oldest.get(id, room.first, 1) as { seq: number } | undefined
    return row?.seq ?? room.head + 1
  }

  /** Events of the room that came before its first message may be the first that are held, but none before them. */
  #advance(room: SqliteRoom, id: number, first: number): void {
    if (first <= room.first) return
    this.#statements.advance.run(first, id)
    room.first = first
  }

  /** So many messages go, and the changes before `first`. */
  #uncount(room: SqliteRoom, id: number, messages: number, first: number): void {
    const held = this.#held.get(room)
    if (held === undefined) return
    const from = Math.max(room.first, room.changesFirst)
    const end = Math.min(first, held.head + 1)
    held.messages -= messages
    held.changes -= (this.#statements.countBetween.get(id, from, end) as { count: number }).count
  }

  #count(room: SqliteRoom, id: number): Held {
    const { countMessages, countChanges } = this.#statements
    const known = this.#held.get(room)
    const from = known === undefined ? 0 : known.head + 1
    const count = (statement: SqliteStatement, first: number) =>
      (statement.get(id, Math.max(from, first)) as { count: number }).count
    const held = {
      head: room.head,
      messages: (known?.messages ?? 0) + count(countMessages, room.first),
      changes: (known?.changes ?? 0) + count(countChanges, Math.max(room.first, room.changesFirst)),
    }
    this.#held.set(room, held)
    return held
  }
}

function prepareAll(database: SqliteDatabase) {
  return {
    oldest: database.prepare(
      'SELECT seq, sent_at AS sentAt FROM messages WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ?',
    ),
    nthNewest: database.prepare('SELECT seq FROM messages WHERE room = ? ORDER BY seq DESC LIMIT 1 OFFSET ?'),
    emptyMessages: database.prepare(
      `UPDATE messages SET text = '', user_name = '', reply_to = NULL, reply_id = NULL, reactions = NULL, extra = NULL, pinned = NULL
       WHERE room = ? AND seq >= ? AND seq < ?`,
    ),
    emptyTargets: database.prepare(
      'UPDATE changes SET detail = NULL WHERE room = ? AND target > 0 AND target < ? AND detail IS NOT NULL',
    ),
    dropReactions: database.prepare('DELETE FROM reactions WHERE room = ? AND target < ?'),
    dropAuthors: database.prepare('DELETE FROM authors WHERE room = ? AND (last_seq < ? OR last_at < ?)'),
    advance: database.prepare('UPDATE rooms SET first = ? WHERE id = ?'),
    // the newest row stays: it says how far the room has come; and so does the newest of all, or its id would come again
    deleteMessages: database.prepare(
      `DELETE FROM messages WHERE id IN (
         SELECT id FROM messages WHERE room = ? AND seq < ? AND seq < ? AND sent_at < ?
         AND id < (SELECT max(id) FROM messages) ORDER BY seq LIMIT ?)`,
    ),
    oldestChanges: database.prepare('SELECT seq FROM changes WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ?'),
    manyChanges: database.prepare('SELECT 1 FROM changes WHERE room = ? AND seq >= ? LIMIT 1 OFFSET ?'),
    emptyChanges: database.prepare(
      "UPDATE changes SET detail = NULL, user_name = '' WHERE room = ? AND seq >= ? AND seq < ?",
    ),
    advanceChanges: database.prepare('UPDATE rooms SET changes_first = ? WHERE id = ?'),
    deleteChanges: database.prepare(
      `DELETE FROM changes WHERE id IN (
         SELECT id FROM changes WHERE room = ? AND seq < ? AND seq < ? AND sent_at < ? ORDER BY seq LIMIT ?)`,
    ),
    countMessages: database.prepare('SELECT count(*) AS count FROM messages WHERE room = ? AND seq >= ?'),
    countChanges: database.prepare('SELECT count(*) AS count FROM changes WHERE room = ? AND seq >= ?'),
    countBetween: database.prepare('SELECT count(*) AS count FROM changes WHERE room = ? AND seq >= ? AND seq < ?'),
  }
}
