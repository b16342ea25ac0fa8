import type { Position } from '../../../sdk/protocol/records.ts'
import { lookCost } from '../../core/search/look-cost.ts'
import { hasTerms } from '../../core/search/search-marks.ts'
import { trigramsOf } from '../../core/search/search-terms.ts'
import type { Found, SearchQuery } from '../../ports/room-log.ts'
import type { SqliteDatabase, SqliteStatement } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import { encodedMessageOf, MESSAGES, type QuotingRow } from './rows.ts'
import { type Indexed, readIndexed, roomMark } from './search-table.ts'

export type EncodedFound = Omit<Found, 'messages'> & { texts: string[] }

/** What may be found. */
interface Candidate {
  id: number
  seq: number
  text: string
}

/** Finds messages by what they say. */
export class SqliteSearch {
  readonly #database: SqliteDatabase
  readonly #rooms: SqliteRooms
  readonly #statements: ReturnType<typeof prepareAll>
  /** Prepared with the first question: there may be no index. */
  #match: SqliteStatement | undefined

  constructor(database: SqliteDatabase, rooms: SqliteRooms) {
    this.#database = database
    this.#rooms = rooms
    this.#statements = prepareAll(database)
  }

  /** As one view. */
  find(name: string, { terms, before, limit, maxBytes, look }: SearchQuery): EncodedFound {
    const room = this.#rooms.of(name)
    const head: Position = this.#rooms.position(room)
    const texts: string[] = []
    let [looked, bytes] = [0, 0]
    for (const { seq, text } of this.#candidates(room, trigramsOf(terms), before ?? room.head + 1)) {
      const cost = lookCost(text)
      if ((looked > 0 && looked + cost > look) || texts.length === limit) return { head, texts, looked, next: seq }
      looked += cost
      if (!hasTerms(text, terms)) continue
      const encoded = encodedMessageOf(room, this.#statements.one.get(room.id ?? 0, seq) as QuotingRow)
      bytes += Buffer.byteLength(encoded)
      if (texts.length > 0 && bytes > maxBytes) return { head, texts, looked, next: seq }
      texts.push(encoded)
    }
    return { head, texts, looked }
  }

  /** Newest first: what is in no index, what the index says, and what was there before it. */
  *#candidates(room: SqliteRoom, trigrams: readonly string[], before: number): Generator<Candidate> {
    const indexed = trigrams.length > 0 ? readIndexed(this.#database) : undefined
    if (room.id === undefined) return
    if (indexed === undefined) yield* this.#newest(room, before)
    else {
      for (const row of this.#newest(room, before)) {
        if (row.id <= indexed.to) break
        yield row
      }
      yield* this.#matching(room.id, indexed, trigrams, before, room.first)
      // while old messages come into the index
      if (indexed.from > 1) yield* this.#newest(room, this.#seqFrom(room.id, indexed.from, room.first, before))
    }
  }

  *#newest(room: SqliteRoom, before: number): Generator<Candidate> {
    for (const row of this.#statements.newest.iterate(room.id ?? 0, before, room.first)) yield row as Candidate
  }

  *#matching(
    room: number,
    { from, to }: Indexed,
    trigrams: readonly string[],
    before: number,
    first: number,
  ): Generator<Candidate> {
    this.#match ??= this.#database.prepare(MATCHING)
    const sought = [roomMark(room), ...trigrams].map(each => `"${each.replaceAll('"', '""')}"`).join(' AND ')
    const end = Math.min(to + 1, this.#idFrom(room, before) ?? to + 1)
    for (const row of this.#match.iterate(sought, end, from - 1, room, first)) yield row as Candidate
  }

  /** The id of the first message at or behind a seq. */
  #idFrom(room: number, seq: number): number | undefined {
    return (this.#statements.from.get(room, seq) as { id: number } | undefined)?.id
  }

  /** The seq from which on a room's messages have this id or a higher one, by halves: ids rise with the seqs. */
  #seqFrom(room: number, id: number, first: number, end: number): number {
    let [low, high] = [first, end]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((this.#idFrom(room, middle) ?? id) >= id) high = middle
      else low = middle + 1
    }
    return low
  }
}

const MATCHING = `SELECT m.id, m.seq, m.text FROM search CROSS JOIN messages m ON m.id = search.rowid
  WHERE search MATCH ? AND search.rowid < ? AND search.rowid > ? AND m.room = ? AND m.seq >= ?
  ORDER BY search.rowid DESC`

function prepareAll(database: SqliteDatabase) {
  return {
    newest: database.prepare(
      "SELECT id, seq, text FROM messages WHERE room = ? AND seq < ? AND seq >= ? AND text <> '' ORDER BY seq DESC",
    ),
    from: database.prepare('SELECT id FROM messages WHERE room = ? AND seq >= ? ORDER BY seq LIMIT 1'),
    one: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq = ?`),
  }
}
