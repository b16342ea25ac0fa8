import { DirectoryCells } from '../adapters/redis/directory-cells.ts'
import { RedisDirectoryRows } from '../adapters/redis/directory-rows.ts'
import { namesOf } from '../adapters/redis/export-directory.ts'
import { allRooms } from '../adapters/redis/export-room.ts'
import { together } from '../adapters/redis/known.ts'
import { DIRECTORY_TAG } from '../adapters/redis/partitions.ts'
import { messageHead } from '../adapters/redis/room-row.ts'
import { RoomViews } from '../adapters/redis/room-views.ts'
import { ask } from '../adapters/redis/transact.ts'
import type { RoomRecord } from '../ports/directory.ts'
import type { CommandCall } from './call.ts'
import { printLines } from './print-lines.ts'
import { type RedisCall, withRedis } from './with-redis.ts'

/** Rooms of one step. */
const ROOMS = 100

/** As of a database; `bytes` is about what a room's messages take in the memory of Redis. */
export function listRoomsInRedis(call: CommandCall): Promise<number> {
  return withRedis(call, async redis => {
    await printLines(lines(redis), call.print)
    return 0
  })
}

async function* lines(call: RedisCall) {
  const { engine, prefix, random } = call
  const views = new RoomViews(engine, prefix, random)
  const found = new Set<string>()
  for await (const room of allRooms(engine, prefix)) found.add(room)
  for await (const made of namesOf(engine, prefix, 'r')) for (const [room = ''] of made) found.add(room)
  const names = [...found].sort((one, other) => (one < other ? -1 : 1))
  for (let at = 0; at < names.length; at += ROOMS) {
    const some = names.slice(at, at + ROOMS)
    const known = await knownOf(call, some)
    const logs = await Promise.all(some.map(room => logOf(views, room)))
    for (const [n, room] of some.entries()) {
      const { record, members } = known[n] as Known
      const { kind = 'open', title = null, createdBy: madeBy = null } = record ?? {}
      yield { room, kind, title, members, madeBy, ...logs[n] }
    }
  }
}

interface Known {
  record: RoomRecord | undefined
  members: number
}

function knownOf({ engine, prefix }: RedisCall, rooms: readonly string[]): Promise<Known[]> {
  return ask(engine, DIRECTORY_TAG, cells => {
    const rows = new RedisDirectoryRows(cells, prefix)
    const at = new DirectoryCells(cells, prefix)
    together(rooms.flatMap(room => [() => rows.room(room), () => at.sorted('mn', room).count()]))
    return rooms.map(room => ({ record: rows.room(room), members: at.sorted('mn', room).count() }))
  })
}

async function logOf(views: RoomViews, room: string) {
  const { order, messages } = views.keys(room)
  const { replies } = await views.read(room, [
    ['ZCARD', order],
    ['MEMORY', 'USAGE', messages],
    ['ZRANGE', order, '-1', '-1'],
    ['@HEADS', messages, '2'],
  ])
  const [count, bytes, , heads] = replies as [number, number | null, string[], (string | null)[]]
  const [head] = heads
  return { messages: count, bytes: bytes ?? 0, lastAt: head ? new Date(messageHead(head).sentAt).toISOString() : null }
}
