import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { SqliteDirectory } from '../adapters/sqlite/directory.ts'
import { allEntries } from '../adapters/sqlite/entries.ts'
import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteReads } from '../adapters/sqlite/reads.ts'
import { SqliteRooms } from '../adapters/sqlite/rooms.ts'
import { eventWithoutNames } from '../events/without-names.ts'
import type { CommandCall } from './call.ts'
import { wordsOfDirectRooms } from './direct-rooms.ts'

const LINES_AT_ONCE = 500

/**
 * Prints what a room holds, oldest first, a line of JSON each; or what is known of rooms and the people in them, and what one
 * room after the other holds. Its server may run.
 */
export async function exportRooms({ data, room, print, complain }: CommandCall): Promise<number> {
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
    const shown = (event: DurableEvent) => (isAnyRemoved ? eventWithoutNames(event, isRemoved) : event)
    if (room === undefined) {
      printLines(allEntries(database, directory), print)
      complain(wordsOfDirectRooms(database))
    }
    for (const { name } of room === undefined ? all() : [{ name: room }]) printLines(linesOf(reads, name, shown), print)
    return 0
  } finally {
    database.close()
  }
}

/** Messages as they stand, with everybody who reacted, and the events that changed them, each in its place. */
function* linesOf(reads: SqliteReads, room: string, shown: (event: DurableEvent) => DurableEvent): Generator<object> {
  for (const kept of reads.all(room)) {
    const event = shown(kept)
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      yield message
    } else yield event
  }
}

function printLines(all: Iterable<object>, print: (text: string) => void): void {
  let lines: string[] = []
  for (const each of all) {
    lines.push(`${JSON.stringify(each)}\n`)
    if (lines.length < LINES_AT_ONCE) continue
    print(lines.join(''))
    lines = []
  }
  print(lines.join(''))
}
