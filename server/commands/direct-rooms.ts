import type { SqliteDatabase } from '../adapters/sqlite/module.ts'

/** What whoever takes all of a database is told of what two people wrote to each other; empty: there is nothing of it. */
export function wordsOfDirectRooms(database: SqliteDatabase): string {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'room_settings'").get()
  if (table === undefined) return ''
  const row = database.prepare("SELECT count(*) AS count FROM room_settings WHERE kind = 'direct'").get()
  const { count } = row as { count: number }
  if (count === 0) return ''
  const rooms = count === 1 ? 'one direct room' : `${count} direct rooms`
  return `This holds all that people wrote to each other in ${rooms}, which nobody but those two can read elsewhere.\n`
}
