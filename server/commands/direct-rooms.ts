import type { SqliteDatabase } from '../adapters/sqlite/module.ts'
import { wordsOfDirect } from './secret-words.ts'

/** What whoever takes all of a database is told of what two people wrote to each other; empty: there is nothing of it. */
export function wordsOfDirectRooms(database: SqliteDatabase): string {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'room_settings'").get()
  if (table === undefined) return ''
  const row = database.prepare("SELECT count(*) AS count FROM room_settings WHERE kind = 'direct'").get()
  return wordsOfDirect((row as { count: number }).count)
}
