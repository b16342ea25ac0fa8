import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../../../server/adapters/sqlite/file.ts'
import { openFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
import { openReader, type SqliteReader } from '../../../../../server/adapters/sqlite/reader.ts'
import { draftOf, storeOptions } from '../../../../support/server-kit/room-logs.ts'

const write = (n: number) => ({ kind: 'event', ...draftOf('r', `c${n}`), id: `i${n}`, sentAt: n }) as const

async function look<T>(folder: string, see: (reader: SqliteReader) => T): Promise<T> {
  const reader = await openReader(folder)
  const seen = see(reader)
  reader.close()
  return seen
}

const headOf = (folder: string) => look(folder, reader => reader.head('r'))

/** The bytes of these files, to be put back into the same files. */
function keep(folder: string, ...names: string[]): () => void {
  const kept = names.map(name => [path.join(folder, name), readFileSync(path.join(folder, name))] as const)
  return () => {
    for (const [file, bytes] of kept) writeFileSync(file, bytes)
  }
}

test('[ST9] a copy of the files of a running server begins a new epoch when it is put back half a minute later', async () => {
  const options = storeOptions()
  const first = await openFolder(options)
  first.commit([write(1), write(2)])
  const { epoch } = await headOf(options.folder)
  const putBack = keep(options.folder, 'chat.db', 'chat.db-wal')
  first.commit([write(3)])
  first.trim(1_000_000)
  // as a crash leaves it
  const crash = keep(options.folder, 'chat.lock')
  first.close()
  putBack()
  crash()
  const second = await openFolder(options)
  expect(await headOf(options.folder)).toEqual({ epoch: expect.not.stringMatching(epoch), seq: 2 })
  expect(second.commit([write(4)])).toMatchObject([{ seq: 3 }])
  second.close()
})

test('[ST9] what a crash leaves behind at any moment is no such copy', async () => {
  const options = storeOptions()
  const first = await openFolder(options)
  const { epoch } = await headOf(options.folder)
  const crashes: (() => void)[] = []
  for (let n = 1; n <= 5; n++) {
    first.commit([write(n)])
    crashes.push(keep(options.folder, 'chat.db', 'chat.db-wal', 'chat.lock'))
    first.trim(n * 1_000_000)
    crashes.push(keep(options.folder, 'chat.db', 'chat.db-wal', 'chat.lock'))
  }
  first.close()
  for (const [at, crash] of crashes.entries()) {
    crash()
    const again = await openFolder(options)
    expect(await headOf(options.folder)).toEqual({ epoch, seq: Math.floor(at / 2) + 1 })
    again.close()
  }
})

test('[ST4] after a failure nothing is taken until it was recovered', async () => {
  const options = storeOptions()
  const folder = await openFolder(options)
  // what no write looks like
  expect(() =>
    folder.commit([{ ...write(1), content: { kind: 'new_message', text: undefined as unknown as string } }]),
  ).toThrow()
  expect(() => folder.commit([write(2)])).toThrow(/not recovered/)
  const page = await look(options.folder, reader => reader.page('r', { limit: 10, maxBytes: 1e6 }))
  expect(page?.texts).toEqual([])
  expect(folder.recover()).toBe(true)
  expect(folder.commit([write(2)])).toMatchObject([{ seq: 1 }])
  folder.close()
})

test('[ST120] no database is begun in the place of one that is gone, and a new file serves', async () => {
  const sqlite = await loadSqlite()
  const { folder } = storeOptions()
  const file = path.join(folder, 'chat.db')
  expect(() => openDatabase(sqlite, file, true)).toThrow(/missing or empty/)
  writeFileSync(file, '')
  expect(() => openDatabase(sqlite, file, true)).toThrow(/missing or empty/)
  expect(readdirSync(folder)).toEqual(['chat.db'])
  openDatabase(sqlite, file).close()
  openDatabase(sqlite, file, true).close()
})
