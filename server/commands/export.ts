import { SqliteDirectory } from '../adapters/sqlite/directory.ts'
import { allAccounts, allEntries } from '../adapters/sqlite/entries.ts'
import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteReads } from '../adapters/sqlite/reads.ts'
import { SqliteRooms } from '../adapters/sqlite/rooms.ts'
import { eventWithoutNames } from '../events/without-names.ts'
import type { CommandCall } from './call.ts'
import { wordsOfDirectRooms } from './direct-rooms.ts'
import { lineOf, printLines } from './print-lines.ts'
import { WORDS_OF_ACCOUNTS } from './secret-words.ts'

/**
 * Prints what a room holds, oldest first, a line of JSON each; or what is known of rooms and the people in them, and what one
 * room after the other holds; before it, if they are asked for, accounts. Its server may run.
 */
export async function exportRooms(call: CommandCall): Promise<number> {
  if (call.redis) return (await import('./redis-export.ts')).exportFromRedis(call)
  const { data, room, flags, print, complain } = call
  const database = readDatabase(await loadSqlite(), data)
  try {
    // one view of it, whatever is written meanwhile
    database.exec('BEGIN')
    const rooms = new SqliteRooms(database)
    if (room !== undefined && rooms.of(room).head === 0) throw new Error(`There is no message in a room ${room}.`)
    const reads = new SqliteReads(database, rooms)
    const all = () => database.prepare('SELECT name FROM rooms ORDER BY id').all() as { name: string }[]
    const directory = new SqliteDirectory(database)
    const isAnyRemoved = directory.removedIds(undefined, 1).length > 0
    const isRemoved = (id: string) => directory.removed([id]).size > 0
    if (flags.has('accounts')) {
      complain(WORDS_OF_ACCOUNTS)
      await printLines(allAccounts(database, directory), print)
    }
    if (room === undefined) {
      await printLines(allEntries(database, directory), print)
      complain(wordsOfDirectRooms(database))
    }
    for (const { name } of room === undefined ? all() : [{ name: room }]) await printLines(linesIn(name), print)
    return 0

    /** Messages as they stand, with everybody who reacted, and the events that changed them, each in its place. */
    function* linesIn(name: string): Generator<object> {
      for (const event of reads.all(name)) yield lineOf(isAnyRemoved ? eventWithoutNames(event, isRemoved) : event)
    }
  } finally {
    database.close()
  }
}
