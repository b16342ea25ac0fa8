import { cpSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase, readDatabase } from '../../../../../server/adapters/sqlite/file.ts'
import { openFolder, type SqliteFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite, type SqliteModule } from '../../../../../server/adapters/sqlite/module.ts'
import { openReader } from '../../../../../server/adapters/sqlite/reader.ts'
import { migrate } from '../../../../../server/adapters/sqlite/schema.ts'
import { SqliteSearchIndex } from '../../../../../server/adapters/sqlite/search-index.ts'
import { prepareSearch, readIndexed, roomMark } from '../../../../../server/adapters/sqlite/search-table.ts'
import { lookCost } from '../../../../../server/core/search/look-cost.ts'
import { searchTerms } from '../../../../../server/core/search/search-terms.ts'
import { searchText } from '../../../../../server/core/search/search-text.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import type { Written } from '../../../../../server/ports/store.ts'
import { storeOptions } from '../../../../support/server-kit/room-logs.ts'

const sqlite = await loadSqlite()
let cids = 0

function write(folder: SqliteFolder, content: Content, room = 'r'): Written {
  const id = `i${++cids}`
  const user = { id: 'u', name: 'U' }
  return folder.commit([{ kind: 'event', room, user, cid: id, id, sentAt: cids, content }])[0] as Written
}

const send = (folder: SqliteFolder, text: string, room?: string) => write(folder, { kind: 'new_message', text }, room)

/** Three characters each that the index of a data folder has, as a server beside it sees it. */
function trigramsIn(folder: string): Set<string> {
  const database = sqlite.open(path.join(folder, 'chat.db'))
  database.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search, 'row')")
  const found = new Set((database.prepare('SELECT term FROM temp.terms').all() as { term: string }[]).map(r => r.term))
  database.close()
  return found
}

function trigramsOfAll(texts: readonly string[]): Set<string> {
  const all = new Set<string>()
  for (const chars of texts.map(text => [...searchText(text)]))
    for (let at = 0; at + 3 <= chars.length; at++) all.add(chars.slice(at, at + 3).join(''))
  return all
}

async function found(folder: string, query: string, room = 'r'): Promise<string[]> {
  const reader = await openReader(folder)
  try {
    const { texts } = reader.search(room, {
      terms: searchTerms(query),
      limit: 1_000,
      maxBytes: 1_000_000,
      look: 1e9,
    })
    return texts.map(text => JSON.parse(text).text)
  } finally {
    reader.close()
  }
}

test('[SR20] nothing of what was deleted, replaced or given up is left in the index, within the same transaction', async () => {
  const retention = { ageMs: undefined, messages: 350, dedupeMs: 1e9 }
  const options = storeOptions({ durability: 'process', retention })
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const held = Array.from({ length: 500 }, (_, n) => ({
    text: `q${(n * 7_919).toString(36)}z kept ${n}`,
    id: '',
    seq: 0,
  }))
  for (const each of held) Object.assign(each, send(folder, each.text))
  const indexed = () => held.filter(({ text }, n) => text !== '' && n < 384).map(({ text }) => text)
  const marks = new Set([roomMark(1)])
  const expectOnly = (texts: readonly string[]) =>
    expect([...trigramsIn(options.folder)].filter(term => !marks.has(term)).sort()).toEqual(
      [...trigramsOfAll(texts)].sort(),
    )
  // what is newer waits until it is enough
  expectOnly(indexed())
  for (const n of [1, 200, 300, 383, 384, 499]) {
    const one = held[n] as (typeof held)[0]
    one.text = n % 2 ? '' : `was changed to ${n}`
    const { id: messageId, text } = one
    if (text === '') write(folder, { kind: 'message_deleted', messageId, by: 'author' })
    else write(folder, { kind: 'message_edited', messageId, text, withinMs: 1e9 })
  }
  expectOnly(indexed())
  while (folder.trim(1e6).more);
  for (const each of held.slice(0, 150)) each.text = ''
  expectOnly(indexed())
  expect(await found(options.folder, 'kept 100')).toEqual([])
  expect(await found(options.folder, 'changed')).toEqual([
    'was changed to 384',
    'was changed to 300',
    'was changed to 200',
  ])
})

test('[SR25] what is written once all of before was given up is found, changed and deleted, though a change came last', async () => {
  const retention = { ageMs: 1_000, messages: undefined, dedupeMs: 1_000 }
  const options = storeOptions({ durability: 'process', retention })
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const old = Array.from({ length: 300 }, (_, n) => send(folder, `ancient ${n}`))
  const emoji = '👍'
  write(folder, { kind: 'reaction', messageId: old.at(-1)?.id ?? '', emoji, on: true, kinds: 20, own: 10 })
  while (folder.trim(1e9).more);
  expect(await found(options.folder, 'ancient')).toEqual([])
  cids = 2e9
  const texts = Array.from({ length: 400 }, (_, n) => `modern ${n}`)
  const sent = texts.map(text => send(folder, text))
  expect((await found(options.folder, 'modern')).length).toBe(400)
  for (const { id: messageId } of sent.slice(0, 200))
    expect(write(folder, { kind: 'message_deleted', messageId, by: 'author' })).toMatchObject({
      seq: expect.any(Number),
    })
  expect((await found(options.folder, 'modern')).length).toBe(200)
  while (folder.trim(1e10).more);
  expect(await found(options.folder, 'modern')).toEqual([])
})

test('[SR25] an index that knows of more than there is, is made anew', async () => {
  const options = storeOptions({ durability: 'process' })
  const before = await openFolder(options)
  for (let n = 0; n < 200; n++) send(before, `ancient ${n}`)
  before.close()
  const database = sqlite.open(path.join(options.folder, 'chat.db'))
  database.exec('DELETE FROM messages WHERE id > 50')
  database.close()
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const { id: messageId } = send(folder, 'modern times')
  expect(await found(options.folder, 'modern')).toEqual(['modern times'])
  expect(write(folder, { kind: 'message_deleted', messageId, by: 'author' })).toMatchObject({ seq: expect.any(Number) })
  expect(await found(options.folder, 'modern')).toEqual([])
})

test('[SR21] a database of before there was an index is found in at once, and comes into it a part at a time', async () => {
  const options = storeOptions({ durability: 'process' })
  const database = sqlite.open(path.join(options.folder, 'chat.db'))
  migrate(database, 7)
  database.exec(`INSERT INTO rooms (id, name) VALUES (1, 'r'), (2, 's');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at)
      SELECT 1 + i % 2, i, 'm' || i, 'u', 'U', 'c' || i, CASE i % 5 WHEN 0 THEN '' ELSE 'old text ' || i END, i FROM n;`)
  database.close()
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const before = readDatabase(sqlite, options.folder)
  expect(readIndexed(before)).toEqual({ from: 2_001, to: 2_000 })
  before.close()
  const everything = Array.from({ length: 2_000 }, (_, n) => 2_000 - n).filter(n => n % 2 === 1 && n % 5 > 0)
  let turns = 0
  let more = true
  while (more) {
    expect(await found(options.folder, 'old text', 's')).toEqual(everything.map(n => `old text ${n}`))
    expect(await found(options.folder, 'text 77', 's')).toEqual(expect.arrayContaining(['old text 77', 'old text 777']))
    for (let n = 0; n < 100; n++) send(folder, `new text ${turns} ${n}`)
    // of what is not in the index yet, and of what just came into it
    const messageId = `m${2_000 - turns * 256 - 3}`
    if (turns < 7) write(folder, { kind: 'message_deleted', messageId, by: 'moderator' }, 's')
    if (turns < 7) everything.splice(everything.indexOf(2_000 - turns * 256 - 3) >>> 0, 1)
    ;({ more } = folder.trim(1e6))
    turns++
  }
  expect(turns).toBeGreaterThan(7)
  expect(await found(options.folder, 'old text', 's')).toEqual(everything.map(n => `old text ${n}`))
  const after = readDatabase(sqlite, options.folder)
  expect(readIndexed(after)).toMatchObject({ from: 1 })
  expect(after.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  after.close()
})

test('[SR21] a data folder of the first version is found in', async () => {
  const options = storeOptions({ durability: 'process' })
  cpSync('test/fixtures/first-version/data', options.folder, { recursive: true })
  const folder = await openFolder(options)
  const { text, name } = (() => {
    const reader = readDatabase(sqlite, options.folder)
    const row = reader
      .prepare(
        'SELECT text, name FROM messages JOIN rooms ON rooms.id = room WHERE length(text) BETWEEN 4 AND 60 LIMIT 1',
      )
      .get() as { text: string; name: string }
    reader.close()
    return row
  })()
  expect(await found(options.folder, `"${text.replaceAll('"', '')}"`, name)).toContain(text)
  while (folder.trim(Date.now()).more);
  expect(await found(options.folder, `"${text.replaceAll('"', '')}"`, name)).toContain(text)
  folder.close()
})

test('[SR22] what was indexed by other rules is indexed anew, and an engine without such an index empties what is there', async () => {
  const options = storeOptions({ durability: 'process' })
  const first = await openFolder(options)
  for (let n = 0; n < 200; n++) send(first, `words ${n}`)
  first.close()
  const file = path.join(options.folder, 'chat.db')
  const other = sqlite.open(file)
  other.exec("UPDATE meta SET value = '0/1.0 1 128' WHERE name = 'search'")
  other.close()
  const second = await openFolder(options)
  expect(await found(options.folder, 'words', 'r')).toHaveLength(200)
  while (second.trim(1e6).more);
  expect(trigramsIn(options.folder)).toEqual(
    new Set([...trigramsOfAll(['words', ...Array.from({ length: 200 }, (_, n) => `words ${n}`)]), roomMark(1)]),
  )
  second.close()

  // the same file by an engine that knows nothing of it
  const database = sqlite.open(file) as ReturnType<SqliteModule['open']> & { unsafeMode(): void }
  database.unsafeMode()
  const poor = {
    ...database,
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => database.prepare(sql.replace("'fts5'", "'none'")),
  } as ReturnType<SqliteModule['open']>
  expect(prepareSearch(poor)).toBe(false)
  expect(database.prepare('SELECT id FROM search_data').all()).toEqual([{ id: 1 }, { id: 10 }])
  const index = new SqliteSearchIndex(database)
  index.added()
  index.follow()
  expect(index.backfill()).toBe(false)
  database.close()
  expect(await found(options.folder, '"words 7"', 'r')).toHaveLength(11)
  const rich = openDatabase(sqlite, file, true)
  expect(rich.prepare("SELECT name FROM sqlite_schema WHERE name = 'search'").all()).toHaveLength(1)
  expect(readIndexed(rich)).toEqual({ from: 201, to: 200 })
  expect(rich.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  rich.close()
})

test('[SR23] what is asked of an index is read from it, and stops where it stops', async () => {
  const options = storeOptions({ durability: 'process' })
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  for (let n = 0; n < 400; n++) send(folder, `text ${n % 40 === 0 ? 'needle' : 'hay'} ${n}`, n % 2 ? 'r' : 's')
  const reader = await openReader(options.folder)
  onTestFinished(() => reader.close())
  const bounds = { limit: 1_000, maxBytes: 1_000_000, look: 1e9 }
  const search = (room: string, term: string) => {
    const { looked, texts } = reader.search(room, { terms: [term], ...bounds })
    return [Math.round(looked / lookCost('text hay 200')), texts.length]
  }
  // the 16 newest are not in it yet; of each room half of them are looked at
  expect(search('s', 'needle')).toEqual([8 + 10, 10])
  expect(search('r', 'needle')).toEqual([8, 0])
  expect(search('r', 'ne')).toEqual([200, 0])
})

test('[SR24] a room stands in the index as one entry, and no two rooms as the same', () => {
  const marks = [1, 2, 4_095, 4_096, 4_097, 16_777_215, 16_777_216, 68_719_476_735].map(roomMark)
  expect(new Set(marks).size).toBe(marks.length)
  for (const mark of marks) expect([...mark]).toHaveLength(3)
})
