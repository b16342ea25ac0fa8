import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import type { CommandCall } from './call.ts'
import { renameRoom } from './rename-room.ts'

const LINES_AT_ONCE = 1_000

interface RoomRow {
  room: string
  kind: string
  title: string | null
  members: number
  madeBy: string | null
  messages: number
  /** Of the texts, in UTF-8. */
  bytes: number
  sentAt: number | null
}

/** Lists the rooms, or gives one of them another name. */
export async function rooms(call: CommandCall): Promise<number> {
  const [, from, to] = call.words
  if (from !== undefined && to !== undefined) return renameRoom(call, from, to)
  return call.redis ? (await import('./redis-rooms.ts')).listRoomsInRedis(call) : listRooms(call)
}

/** Prints a line of JSON for each room, by name; its server may run. */
async function listRooms({ data, print }: CommandCall): Promise<number> {
  const database = readDatabase(await loadSqlite(), data)
  try {
    const rows = database
      .prepare(
        `WITH names (name) AS (SELECT name FROM rooms UNION SELECT room FROM room_settings)
         SELECT names.name AS room, coalesce(kind, 'open') AS kind, title, created_by AS madeBy,
           (SELECT count(*) FROM memberships WHERE room = names.name) AS members,
           count(seq) AS messages, coalesce(sum(length(CAST(text AS BLOB))), 0) AS bytes, max(messages.sent_at) AS sentAt
         FROM names LEFT JOIN room_settings ON room_settings.room = names.name LEFT JOIN rooms ON rooms.name = names.name
           LEFT JOIN messages ON messages.room = rooms.id AND messages.seq >= rooms.first
         GROUP BY names.name ORDER BY names.name`,
      )
      .all() as RoomRow[]
    for (let at = 0; at < rows.length; at += LINES_AT_ONCE)
      print(
        rows
          .slice(at, at + LINES_AT_ONCE)
          .map(lineOf)
          .join(''),
      )
    return 0
  } finally {
    database.close()
  }
}

function lineOf({ sentAt, ...row }: RoomRow): string {
  const { room, kind, title, members, madeBy, messages, bytes } = row
  const lastAt = sentAt === null ? null : new Date(sentAt).toISOString()
  return `${JSON.stringify({ room, kind, title, members, madeBy, messages, bytes, lastAt })}\n`
}
