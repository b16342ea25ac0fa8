import { UNREAD_LOOKED, UNREAD_MOST } from '../../events/most-unread.ts'
import type { Unread } from '../../ports/room-log.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRooms } from './rooms.ts'

const IDS = '(SELECT value FROM json_each(?))'
const OTHERS = `user_id NOT IN ${IDS}`

/** Counts what somebody has not read, by seq: few rows of a room, however many there are. */
export class SqliteUnread {
  readonly #rooms: SqliteRooms
  readonly #count

  constructor(database: SqliteDatabase, rooms: SqliteRooms) {
    this.#rooms = rooms
    // those that name somebody are few, and have an index of their own
    this.#count = database.prepare(
      `WITH looked (first) AS (SELECT coalesce(
         (SELECT seq FROM messages WHERE room = ? AND seq > ? ORDER BY seq DESC LIMIT 1 OFFSET ${UNREAD_LOOKED - 1}), ?))
       SELECT
         (SELECT count(*) FROM (
           SELECT 1 FROM messages INDEXED BY messages_by_seq
           WHERE room = ? AND seq >= (SELECT first FROM looked) AND ${OTHERS}
             AND (extra IS NULL OR extra ->> '$.by' IS NULL) ORDER BY seq DESC LIMIT ${UNREAD_MOST})) AS unread,
         (SELECT count(*) FROM (
           SELECT 1 FROM messages INDEXED BY messages_with_extra
           WHERE room = ? AND seq >= (SELECT first FROM looked) AND extra IS NOT NULL AND ${OTHERS}
             AND EXISTS (SELECT 1 FROM json_each(extra, '$.mentions') WHERE value ->> '$.id' IN ${IDS})
           ORDER BY seq DESC LIMIT ${UNREAD_MOST})) AS mentions`,
    )
  }

  count(name: string, after: number, ids: readonly string[]): Unread {
    const room = this.#rooms.of(name)
    const head = this.#rooms.position(room)
    const behind = Math.max(after, room.first - 1)
    const { id } = room
    if (id === undefined || behind >= room.head) return { head, unread: 0, mentions: 0 }
    const list = JSON.stringify(ids)
    const counted = this.#count.get(id, behind, behind + 1, id, list, id, list, list)
    return { head, ...(counted as Omit<Unread, 'head'>) }
  }
}
