import { existsSync, renameSync, rmSync } from 'node:fs'
import { readDatabase } from '../adapters/sqlite/file.ts'
import { Meta } from '../adapters/sqlite/meta.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import type { CommandCall } from './call.ts'
import { wordsOfDirectRooms } from './direct-rooms.ts'

/** Copies the database as it stands; its server may run. Whoever starts on the copy begins a new epoch. */
export async function backup({ data, redis, file = '', print, complain }: CommandCall): Promise<number> {
  if (redis) {
    complain(
      "A chat in Redis is backed up by Redis's own snapshots (BGSAVE) and its append-only file, not by this command.\n",
    )
    return 2
  }
  if (existsSync(file)) throw new Error(`${file} exists already. Choose another name for the backup.`)
  const module = await loadSqlite()
  const part = `${file}.part`
  const database = readDatabase(module, data, true)
  let words = ''
  try {
    rmSync(part, { force: true })
    database.prepare('VACUUM INTO ?').run(part)
    words = wordsOfDirectRooms(database)
    const copy = module.open(part)
    new Meta(copy).set('home', 'backup')
    copy.close()
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw new Error(`The backup ${file} could not be written: ${error instanceof Error ? error.message : error}.`)
  } finally {
    database.close()
  }
  print(`Wrote ${file}.\n${words}`)
  return 0
}
