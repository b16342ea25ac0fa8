import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openStoreFile } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import { SqliteStore } from '../adapters/sqlite/store.ts'
import { prepareDataFolder } from '../config/data-folder.ts'
import { decodeImportLine, type ImportedEvent } from '../wire/import-line.ts'
import type { CommandCall } from './call.ts'

/** Adds messages behind those that are there, all or none; what a room has of them already is left out. No server may run. */
export async function importMessages({ data, file = '', print }: CommandCall): Promise<number> {
  if (file !== '-' && !existsSync(file)) throw new Error(`There is no file ${file}.`)
  const unusable = prepareDataFolder(data)
  if (unusable !== undefined) throw new Error(unusable)
  const opened = openStoreFile(await loadSqlite(), data, 'fsync')
  const read = { messages: 0 }
  try {
    const added = await new SqliteStore(opened.database).add(eventsOf(file, read))
    const known = read.messages - added
    print(`Added ${added} messages${known > 0 ? `; ${known} were there already` : ''}.\n`)
    return 0
  } finally {
    opened.close()
  }
}

async function* eventsOf(file: string, read: { messages: number }): AsyncGenerator<ImportedEvent> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  let number = 0
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (line.trim() === '') continue
    const message = decodeImportLine(line)
    if (!message.ok) throw new Error(`Line ${number} is no event: ${message.reason} Nothing was added.`)
    if ('text' in message.value) read.messages++
    yield message.value
  }
}
