import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import type { CommandCall } from './call.ts'

const PAGE = 1_000

/** Prints the messages of a room, or of one room after the other, as they stand, oldest first, a line of JSON each; its server may run. */
export async function exportRooms({ data, room, print }: CommandCall): Promise<number> {
  const database = readDatabase(await loadSqlite(), data)
  try {
    // one view of it, whatever is written meanwhile
    database.exec('BEGIN')
    const store = new SqliteStore(database)
    if (room !== undefined && store.rooms.of(room).head === 0) throw new Error(`There is no message in a room ${room}.`)
    const all = () => database.prepare('SELECT name FROM rooms ORDER BY id').all() as { name: string }[]
    for (const { name } of room === undefined ? all() : [{ name: room }]) printRoom(store, name, print)
    return 0
  } finally {
    database.close()
  }
}

function printRoom(store: SqliteStore, room: string, print: (text: string) => void): void {
  const { first, head } = store.rooms.of(room)
  for (let from = first; from <= head; from += PAGE) {
    const before = Math.min(head + 1, from + PAGE)
    const { messages } = store.page(room, { before, limit: before - from, maxBytes: Number.POSITIVE_INFINITY })
    print(messages.map(message => `${JSON.stringify(message)}\n`).join(''))
  }
}
