import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import type { CommandCall } from './call.ts'

interface RoomRow {
  name: string
  first: number
  least: number | null
  head: number | null
  events: number
}

/** Reads the whole database and says what is wrong with it; its server may run. */
export async function check({ data, print }: CommandCall): Promise<number> {
  const database = readDatabase(await loadSqlite(), data)
  try {
    database.exec('BEGIN')
    const faults = (database.prepare('PRAGMA integrity_check(20)').all() as object[])
      .map(row => String(Object.values(row)[0]))
      .filter(text => text !== 'ok')
    const rooms = database
      .prepare(
        `SELECT name, first, min(seq) AS least, max(seq) AS head, count(seq) AS events
         FROM rooms LEFT JOIN events ON events.room = rooms.id AND events.seq >= rooms.first GROUP BY rooms.id`,
      )
      .all() as RoomRow[]
    for (const room of rooms) faults.push(...faultsOf(room))
    for (const fault of faults) print(`${fault}\n`)
    const messages = rooms.reduce((sum, { first, head }) => sum + Math.max(0, (head ?? 0) - first + 1), 0)
    print(
      `${faults.length === 0 ? 'No faults' : `${faults.length} faults`} in ${rooms.length} rooms with ${messages} messages.\n`,
    )
    return faults.length === 0 ? 0 : 1
  } finally {
    database.close()
  }
}

/** From its first on a room has every seq; what it knows of messages that are gone may have holes. */
function faultsOf({ name, first, least, head, events }: RoomRow): string[] {
  if (least === null || head === null) return []
  const holes = head - least + 1 - events
  return [
    ...(holes > 0 ? [`The room ${name} misses ${holes} seqs between ${least} and ${head}.`] : []),
    ...(least > first && first <= head ? [`The room ${name} holds nothing between ${first} and ${least}.`] : []),
  ]
}
