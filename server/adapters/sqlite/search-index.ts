import { searchText } from '../../core/search/search-text.ts'
import type { SqliteDatabase } from './module.ts'
import { type Indexed, readIndexed, roomMark, writeIndexed } from './search-table.ts'

/** So many messages come before they are put into the index together: each alone would cost ten times as much. */
export const INDEX_BATCH = 128
/** Of old messages. */
const BACKFILL = 256

interface TextRow {
  id: number
  room: number
  text: string
}

/**
 * What messages say, by what is in it. The newest few are not in the index yet, which are looked through instead, nor is the
 * oldest part of a database that was written before there was one. All else changes in the transaction that changes the message.
 */
export class SqliteSearchIndex {
  readonly #database: SqliteDatabase
  readonly #statements: ReturnType<typeof prepareAll> | undefined
  #indexed: Indexed = { from: 1, to: 0 }
  /** Messages that are newer than the index; counted when it is needed. */
  #waiting: number | undefined

  /** Where there is no index, nothing is done. */
  constructor(database: SqliteDatabase) {
    this.#database = database
    if (readIndexed(database) === undefined) return
    this.#statements = prepareAll(database)
    this.invalidate()
  }

  /** After a transaction that failed. */
  invalidate(): void {
    this.#indexed = readIndexed(this.#database) ?? this.#indexed
    this.#waiting = undefined
  }

  /** A message was written. */
  added(): void {
    if (this.#waiting !== undefined) this.#waiting++
  }

  /** At the end of a transaction: takes in what has come, once it is enough of it. */
  follow(): void {
    if (this.#statements === undefined) return
    const { newest, behind } = this.#statements
    this.#waiting ??= ((newest.get() as { id: number | null }).id ?? 0) - this.#indexed.to
    while (this.#waiting >= INDEX_BATCH) {
      const rows = behind.all(this.#indexed.to, INDEX_BATCH) as TextRow[]
      for (const row of rows) this.#put(row)
      // of ids some may be missing
      this.#waiting = rows.length < INDEX_BATCH ? 0 : this.#waiting - rows.length
      this.#reach({ ...this.#indexed, to: rows.at(-1)?.id ?? this.#indexed.to })
    }
  }

  /** Takes in some of what was there before the index; whether there is more. Within a transaction. */
  backfill(): boolean {
    const { from, to } = this.#indexed
    if (this.#statements === undefined || from <= 1) return false
    const rows = this.#statements.before.all(from, BACKFILL) as TextRow[]
    // the other way round each would be written by itself
    for (const row of rows.reverse()) this.#put(row)
    this.#reach({ from: rows[0]?.id ?? 1, to })
    return rows.length > 0
  }

  /** The message of this place is about to say something else, or nothing. */
  change(room: number, seq: number, text: string): void {
    const row = this.#statements?.one.get(room, seq) as TextRow | undefined
    if (row === undefined || row.text === text || !this.#holds(row)) return
    this.#drop(row)
    this.#put({ ...row, text })
  }

  /** The messages of these places, the last excluded, are about to say nothing. */
  empty(room: number, from: number, to: number): void {
    if (this.#statements === undefined) return
    for (const row of this.#statements.between.all(room, from, to) as TextRow[]) if (this.#holds(row)) this.#drop(row)
  }

  #holds({ id }: TextRow): boolean {
    return id >= this.#indexed.from && id <= this.#indexed.to
  }

  #put({ id, room, text }: TextRow): void {
    if (text !== '') this.#statements?.insert.run(id, roomMark(room), searchText(text))
  }

  #drop({ id, room, text }: TextRow): void {
    if (text !== '') this.#statements?.remove.run(id, roomMark(room), searchText(text))
  }

  #reach(indexed: Indexed): void {
    this.#indexed = indexed
    writeIndexed(this.#database, indexed)
  }
}

function prepareAll(database: SqliteDatabase) {
  return {
    newest: database.prepare('SELECT max(id) AS id FROM messages'),
    behind: database.prepare('SELECT id, room, text FROM messages WHERE id > ? ORDER BY id LIMIT ?'),
    before: database.prepare('SELECT id, room, text FROM messages WHERE id < ? ORDER BY id DESC LIMIT ?'),
    one: database.prepare('SELECT id, room, text FROM messages WHERE room = ? AND seq = ?'),
    between: database.prepare(
      "SELECT id, room, text FROM messages WHERE room = ? AND seq >= ? AND seq < ? AND text <> '' ORDER BY id",
    ),
    insert: database.prepare('INSERT INTO search (rowid, room, text) VALUES (?, ?, ?)'),
    remove: database.prepare("INSERT INTO search (search, rowid, room, text) VALUES ('delete', ?, ?, ?)"),
  }
}
