import type { SqliteDatabase } from './module.ts'
import { CHANGES, MESSAGES } from './rows.ts'

/** What `SqliteReads` asks of a database. */
export function prepareReads(database: SqliteDatabase) {
  return {
    eventsAfter: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq > ? ORDER BY m.seq`),
    changesAfter: database.prepare(`${CHANGES} WHERE c.room = ? AND c.seq > ? ORDER BY c.seq`),
    changesBefore: database.prepare(`${CHANGES} WHERE c.room = ? AND c.seq < ? AND c.seq >= ? ORDER BY c.seq DESC`),
    before: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq < ? AND m.seq >= ? ORDER BY m.seq DESC LIMIT ?`),
    after: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`),
    one: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq = ?`),
    changed: database.prepare(
      `${MESSAGES} WHERE m.room = ? AND m.seq > ? AND m.seq <= ? AND (m.rev > ? OR q.rev > ?) ORDER BY m.seq`,
    ),
    seqOf: database.prepare('SELECT seq FROM messages WHERE room = ? AND message_id = ?'),
    seqAfter: database.prepare(
      'SELECT seq, sent_at AS sentAt FROM messages WHERE room = ? AND seq > ? ORDER BY seq LIMIT 1',
    ),
    pins: database.prepare(
      'SELECT message_id AS id FROM messages WHERE room = ? AND pinned IS NOT NULL ORDER BY pinned DESC',
    ),
    reactors: database.prepare(
      `SELECT user_id AS id, user_name AS name FROM reactions WHERE room = ? AND target = ? AND emoji = ? ORDER BY seq`,
    ),
    own: database.prepare(
      'SELECT target, emoji FROM reactions WHERE room = ? AND user_id = ? AND target >= ? AND target <= ?',
    ),
  }
}
