import { askDirectory } from '../adapters/redis/directory-ask.ts'
import { allAccounts, allEntries } from '../adapters/redis/export-directory.ts'
import { allEvents, allRooms } from '../adapters/redis/export-room.ts'
import { RoomViews } from '../adapters/redis/room-views.ts'
import { eventWithoutNames } from '../events/without-names.ts'
import type { CommandCall } from './call.ts'
import { lineOf, printLines } from './print-lines.ts'
import { WORDS_OF_ACCOUNTS, wordsOfDirect } from './secret-words.ts'
import { type RedisCall, withRedis } from './with-redis.ts'

const REMOVED_AT_ONCE = 1_000

/** As from a database, but each part as of when it is read; nodes may run. */
export function exportFromRedis(call: CommandCall): Promise<number> {
  return withRedis(call, exportAll)
}

async function exportAll({ engine, prefix, random, room, flags, print, complain }: RedisCall): Promise<number> {
  const views = new RoomViews(engine, prefix, random)
  if (room !== undefined && (await views.read(room, [])).head.seq === 0)
    throw new Error(`There is no message in a room ${room}.`)
  const removed = new Set<string>()
  for (let after: string | undefined; ; ) {
    const ids: string[] = await askDirectory(engine, prefix, 'removedIds', [after, REMOVED_AT_ONCE])
    for (const id of ids) removed.add(id)
    if (ids.length < REMOVED_AT_ONCE) break
    after = ids.at(-1)
  }
  const isRemoved = (id: string) => removed.has(id)
  let direct = 0
  async function* entries() {
    for await (const entry of allEntries(engine, prefix)) {
      if (entry.type === 'room' && entry.kind === 'direct') direct++
      yield entry
    }
  }
  async function* linesIn(name: string) {
    for await (const event of allEvents(engine, views, name))
      yield lineOf(removed.size > 0 ? eventWithoutNames(event, isRemoved) : event)
  }
  if (flags.has('accounts')) {
    complain(WORDS_OF_ACCOUNTS)
    await printLines(allAccounts(engine, prefix), print)
  }
  if (room !== undefined) {
    await printLines(linesIn(room), print)
    return 0
  }
  await printLines(entries(), print)
  complain(wordsOfDirect(direct))
  for await (const name of allRooms(engine, prefix)) await printLines(linesIn(name), print)
  return 0
}
