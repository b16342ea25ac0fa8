import { existsSync } from 'node:fs'
import { openStoreFile } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import { prepareDataFolder } from '../config/data-folder.ts'
import type { CommandCall } from './call.ts'
import { ImportLines, wordsOfImport } from './import-lines.ts'

/** Adds messages behind those that are there, all or none; what a room has of them already is left out. No server may run. */
export async function importMessages(call: CommandCall): Promise<number> {
  const { data, file = '', print } = call
  if (file !== '-' && !existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (call.redis) return (await import('./redis-import.ts')).importIntoRedis(call)
  const unusable = prepareDataFolder(data)
  if (unusable !== undefined) throw new Error(unusable)
  const opened = openStoreFile(await loadSqlite(), data, 'fsync')
  const lines = new ImportLines(file, 'Nothing was added.')
  try {
    print(wordsOfImport(await new SqliteStore(opened.database).add(lines), lines.messages))
    return 0
  } catch (error) {
    throw error instanceof RangeError ? lines.refused(error.message) : error
  } finally {
    opened.close()
  }
}
