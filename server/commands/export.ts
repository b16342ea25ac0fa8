import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteReads } from '../adapters/sqlite/reads.ts'
import { SqliteRooms } from '../adapters/sqlite/rooms.ts'
import type { CommandCall } from './call.ts'

const LINES_AT_ONCE = 500

/** Prints what a room holds, or one room after the other, oldest first, a line of JSON each; its server may run. */
export async function exportRooms({ data, room, print }: CommandCall): Promise<number> {
  const database = readDatabase(await loadSqlite(), data)
  try {
    // one view of it, whatever is written meanwhile
    database.exec('BEGIN')
    const rooms = new SqliteRooms(database)
    if (room !== undefined && rooms.of(room).head === 0) throw new Error(`There is no message in a room ${room}.`)
    const reads = new SqliteReads(database, rooms)
    const all = () => database.prepare('SELECT name FROM rooms ORDER BY id').all() as { name: string }[]
    for (const { name } of room === undefined ? all() : [{ name: room }]) printRoom(reads, name, print)
    return 0
  } finally {
    database.close()
  }
}

/** Messages as they stand, with everybody who reacted, and the events that changed them, each in its place. */
function printRoom(reads: SqliteReads, room: string, print: (text: string) => void): void {
  let lines: string[] = []
  for (const event of reads.all(room)) {
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      lines.push(`${JSON.stringify(message)}\n`)
    } else lines.push(`${JSON.stringify(event)}\n`)
    if (lines.length < LINES_AT_ONCE) continue
    print(lines.join(''))
    lines = []
  }
  print(lines.join(''))
}
