import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openStoreFile } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import { prepareDataFolder } from '../config/data-folder.ts'
import { decodeImportLine, type Imported } from '../wire/import-line.ts'
import type { CommandCall } from './call.ts'

/** What was read so far. */
interface Read {
  line: number
  messages: number
}

/** Adds messages behind those that are there, all or none; what a room has of them already is left out. No server may run. */
export async function importMessages({ data, file = '', print }: CommandCall): Promise<number> {
  if (file !== '-' && !existsSync(file)) throw new Error(`There is no file ${file}.`)
  const unusable = prepareDataFolder(data)
  if (unusable !== undefined) throw new Error(unusable)
  const opened = openStoreFile(await loadSqlite(), data, 'fsync')
  const read: Read = { line: 0, messages: 0 }
  try {
    const { messages, entries } = await new SqliteStore(opened.database).add(linesOf(file, read))
    const known = read.messages - messages
    print(`Added ${messages} messages${known > 0 ? `; ${known} were there already` : ''}.\n`)
    if (entries > 0) print(`Added ${entries} entries of rooms and the people in them.\n`)
    return 0
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Error(`Line ${read.line} cannot be taken: ${error.message} Nothing was added.`)
  } finally {
    opened.close()
  }
}

async function* linesOf(file: string, read: Read): AsyncGenerator<Imported> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    read.line++
    if (line.trim() === '') continue
    const decoded = decodeImportLine(line)
    if (!decoded.ok) throw new Error(`Line ${read.line} is no event: ${decoded.reason} Nothing was added.`)
    if ('text' in decoded.value) read.messages++
    yield decoded.value
  }
}
