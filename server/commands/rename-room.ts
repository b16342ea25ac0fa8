import { openStoreFile } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import { isGivenName, NO_ROOM, refuseRoomName } from '../core/room-name.ts'
import type { CommandCall } from './call.ts'

/** Gives a room another name, and with it a new epoch. No server may run. */
export async function renameRoom(call: CommandCall, from: string, to: string): Promise<number> {
  const { data, print } = call
  const refused = refuseRoomName(to) ?? (isGivenName(to) ? NO_ROOM : undefined)
  if (refused) throw new Error(`A room cannot be called ${to}: ${refused.message}`)
  if (call.redis) return (await import('./redis-rename.ts')).renameRoomInRedis(call, from, to)
  const opened = openStoreFile(await loadSqlite(), data, 'fsync')
  try {
    const problem = new SqliteStore(opened.database).renameRoom(from, to)
    if (problem !== undefined) throw new Error(problem)
    print(`The room ${from} is called ${to} now.\n`)
    return 0
  } finally {
    opened.close()
  }
}
