import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeCid } from '../../../../../sdk/lib/make-cid.ts'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { openDatabase } from '../../../../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
import { SqliteStore } from '../../../../../server/adapters/sqlite/store.ts'
import { eventId } from '../../../../../server/core/event-id.ts'
import type { EventWrite } from '../../../../../server/ports/store.ts'

const sqlite = await loadSqlite()

test('[ST32] a commit of 30 messages writes few pages, however many other messages there are', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const database = openDatabase(sqlite, path.join(folder, 'chat.db'))
  onTestFinished(() => void database.close())
  const store = new SqliteStore(database)
  for (let at = 0; at < 10_000; at += 500) store.commit(group(at, 500))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint = 0')
  for (let at = 0; at < 600; at += 30) store.commit(group(at, 30))
  const { log } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { log: number }
  // 20 commits; pages with the cids all over the index would be 30 in each; what is found by its words comes in four parts
  expect(log).toBeLessThan(20 * 15 + 4 * 25)
})

/** Messages of 1,000 users with cids as the client makes them. */
function group(from: number, count: number): EventWrite[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `user${(from + index * 7) % 1_000}`
    return {
      kind: 'event',
      room: 'lobby',
      user: { id: `id-of-${name}`, name },
      cid: makeCid(),
      content: { kind: 'new_message', text: 'x'.repeat(64) },
      id: eventId(Date.now(), systemRandom.id()),
      sentAt: Date.now(),
    }
  })
}
