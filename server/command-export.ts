import { readDatabase } from './adapters/sqlite-file.ts'
import { loadSqlite } from './adapters/sqlite-module.ts'
import { SqliteStore } from './adapters/sqlite-store.ts'
import type { CommandCall } from './command-call.ts'

const PAGE = 1_000

/** Prints the messages of a room as they stand, oldest first, a line of JSON each; its server may run. */
export async function exportRoom({ data, room = '', print }: CommandCall): Promise<number> {
  const database = readDatabase(await loadSqlite(), data)
  try {
    // one view of it, whatever is written meanwhile
    database.exec('BEGIN')
    const store = new SqliteStore(database)
    const { first, head } = store.rooms.of(room)
    if (head === 0) throw new Error(`There is no message in a room ${room}.`)
    for (let from = first; from <= head; from += PAGE) {
      const before = Math.min(head + 1, from + PAGE)
      const { messages } = store.page(room, { before, limit: before - from, maxBytes: Number.POSITIVE_INFINITY })
      print(messages.map(message => `${JSON.stringify(message)}\n`).join(''))
    }
    return 0
  } finally {
    database.close()
  }
}
