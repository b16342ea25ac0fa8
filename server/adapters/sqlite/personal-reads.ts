import type { OwnReaction, ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRooms } from './rooms.ts'
import { encodedMessageOf, MESSAGES, type QuotingRow } from './rows.ts'

export type EncodedWritten = Omit<WrittenPage, 'messages'> & { texts: string[] }

/** Places that one answer looks at: what is sent is not sorted by who sent it, so that sending stays cheap. */
const PLACES = 5_000
/** More than one person's reactions to one message. */
const LEAST = 200
const IDS = '(SELECT value FROM json_each(?))'

/** Finds what one person wrote and did in the rooms of a database. */
export class SqlitePersonalReads {
  readonly #rooms: SqliteRooms
  readonly #roomsOf
  readonly #written
  readonly #reacted

  constructor(database: SqliteDatabase, rooms: SqliteRooms) {
    this.#rooms = rooms
    this.#roomsOf = database.prepare(
      `SELECT name FROM rooms WHERE name > ? AND id IN (
         SELECT room FROM authors WHERE user_id IN ${IDS} UNION SELECT room FROM reactions WHERE user_id IN ${IDS}
         UNION SELECT room FROM changes WHERE target = 0 AND user_id IN ${IDS}
         UNION SELECT room FROM changes WHERE target = 0 AND target_id IN ${IDS}
       ) ORDER BY name LIMIT ?`,
    )
    this.#written = database.prepare(
      `${MESSAGES} WHERE m.room = ? AND m.seq > ? AND m.seq <= ? AND m.user_id IN ${IDS} ORDER BY m.seq`,
    )
    this.#reacted = database.prepare(
      `SELECT r.target AS seq, m.message_id AS messageId, r.emoji, r.user_id AS user
       FROM reactions r INDEXED BY reactions_by_user JOIN messages m ON m.room = r.room AND m.seq = r.target
       WHERE r.user_id = ? AND r.room = ? AND r.target > ? ORDER BY r.target LIMIT ?`,
    )
  }

  roomsOfPerson(ids: readonly string[], after = '', limit: number): string[] {
    const list = JSON.stringify(ids)
    return (this.#roomsOf.all(after, list, list, list, list, limit) as { name: string }[]).map(({ name }) => name)
  }

  writtenBy(name: string, ids: readonly string[], { after, limit, maxBytes }: WrittenQuery): EncodedWritten {
    const room = this.#rooms.of(name)
    const begin = Math.max(after, room.first - 1)
    const end = Math.min(room.head, begin + PLACES)
    const texts: string[] = []
    let bytes = 0
    let last = begin
    for (const row of this.#written.iterate(room.id ?? 0, begin, end, JSON.stringify(ids))) {
      const text = encodedMessageOf(room, row as QuotingRow)
      bytes += Buffer.byteLength(text) + 1
      if (texts.length >= limit || (texts.length > 0 && bytes > maxBytes)) return { texts, next: last }
      texts.push(text)
      last = (row as QuotingRow).seq
    }
    return { texts, next: end < room.head ? end : undefined }
  }

  reactedBy(name: string, ids: readonly string[], after: number, limit: number): ReactedPage {
    const { id = 0 } = this.#rooms.of(name)
    const most = Math.max(limit, LEAST)
    const all: OwnReaction[] = []
    // behind it there may be more of one of the ids
    let horizon = Number.POSITIVE_INFINITY
    for (const each of ids) {
      const rows = this.#reacted.all(each, id, after, most) as OwnReaction[]
      all.push(...rows)
      if (rows.length === most) horizon = Math.min(horizon, (rows.at(-1)?.seq ?? 0) - 1)
    }
    const known = all.filter(({ seq }) => seq <= horizon).sort((one, other) => one.seq - other.seq)
    const seqs = [...new Set(known.map(({ seq }) => seq))]
    if (seqs.length <= limit && horizon === Number.POSITIVE_INFINITY) return { reactions: known }
    const last = seqs[Math.min(limit, seqs.length) - 1] ?? horizon
    return { reactions: known.filter(({ seq }) => seq <= last), next: last }
  }
}
