import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DATABASE } from '../../../../../server/adapters/sqlite/file.ts'
import { SqliteFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite, type SqliteModule, type SqliteStatement } from '../../../../../server/adapters/sqlite/module.ts'
import { SqliteReader } from '../../../../../server/adapters/sqlite/reader.ts'
import type { Retention } from '../../../../../server/adapters/sqlite/retention.ts'
import { storeOptions } from '../../../../support/server-kit/room-logs.ts'

const module = await loadSqlite()
const ROOMS = 100_000
/** Where all of them are looked at more than once. */
const FEWER = 10_000

/** An engine that counts the rows that are read, by their statement. */
function counting(): { module: SqliteModule; read: Map<string, number> } {
  const read = new Map<string, number>()
  const note = (sql: string, rows: number) => void read.set(sql, (read.get(sql) ?? 0) + rows)
  const open: SqliteModule['open'] = (...asked) => {
    const database = module.open(...asked)
    return {
      exec: sql => database.exec(sql),
      close: () => database.close(),
      prepare(sql): SqliteStatement {
        const statement = database.prepare(sql)
        return {
          run: (...values) => statement.run(...values),
          get(...values) {
            const row = statement.get(...values)
            note(sql, row === undefined ? 0 : 1)
            return row
          },
          all(...values) {
            const rows = statement.all(...values)
            note(sql, rows.length)
            return rows
          },
          *iterate(...values) {
            for (const row of statement.iterate(...values)) {
              note(sql, 1)
              yield row
            }
          },
        }
      },
    }
  }
  return { module: { name: module.name, open }, read }
}

/** A folder in which so many rooms were made, each with one event and nobody in it; and the rows that are read of them. */
function deadRooms(count: number, retention?: Retention) {
  const options = storeOptions(retention && { retention })
  new SqliteFolder(module, options).close()
  const database = module.open(path.join(options.folder, DATABASE))
  database.exec(`BEGIN;
    WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ${count})
    INSERT INTO room_settings SELECT 'priv:' || at, 'members', 'Room ' || at, NULL, 0, 'guest', 0, 'a:' || (at % 1000), 1, NULL, NULL, NULL, 0 FROM n;
    INSERT INTO memberships SELECT room, created_by, 'owner', 1 FROM room_settings;
    INSERT INTO rooms (name) SELECT room FROM room_settings;
    INSERT INTO changes (room, seq, type, event_id, user_id, user_name, cid, sent_at, target, target_id, detail)
      SELECT id, 1, 'member_changed', 'e' || id, 'a:1', 'A', 'c', 1, 0, 'a:2', '{"name":"B","role":"member"}' FROM rooms;
    COMMIT`)
  database.close()
  const { module: counted, read } = counting()
  const folder = new SqliteFolder(counted, options)
  onTestFinished(() => folder.close())
  const rowsOf = (tables: RegExp) =>
    [...read].filter(([sql]) => tables.test(sql)).reduce((sum, [, rows]) => sum + rows, 0)
  return { folder, counted, options, rowsOf }
}

const TABLES = /room_settings|memberships|\brooms\b|changes|messages|positions|invitations|blocks/

test('[ST169] of 100,000 rooms that were made none is read before it is asked for, and one costs the same as ever', {
  timeout: 60_000,
}, () => {
  const { folder, counted, options, rowsOf } = deadRooms(ROOMS)
  const reader = new SqliteReader(counted, options.folder)
  onTestFinished(() => reader.close())
  // how many messages there are, as the index is asked whether it knows more
  expect(rowsOf(TABLES)).toBe(1)
  for (let n = 1; n <= 100; n++) {
    const room = `priv:${n * 997}`
    expect(reader.directory('room', [room])).toMatchObject({ title: `Room ${n * 997}` })
    expect(reader.head(room).seq).toBe(1)
    expect(reader.resume(room, { ...reader.head(room), seq: 0 }, 10).events).toHaveLength(1)
    expect(reader.unread(room, 0, ['a:2'])).toMatchObject({ unread: 0 })
  }
  // its settings, and four times where it stands, and its one event, and what was counted
  expect(rowsOf(TABLES)).toBeLessThanOrEqual(100 * 8)
  expect(reader.directory('madeBy', ['a:7'])).toBe(100)
  expect(reader.directory('listed', [undefined, 1_000])).toEqual([])
  expect(rowsOf(TABLES)).toBeLessThanOrEqual(100 * 8 + 1)
  // what looks for old messages goes through the rooms a few at a time
  const before = rowsOf(TABLES)
  expect(folder.trim(10)).toMatchObject({ more: true })
  expect(rowsOf(TABLES) - before).toBeLessThan(50 * 10)
})

const HOUR = 3_600_000
const DAY = 24 * HOUR

test.for([
  ['messages stay', {}],
  ['messages go by number', { messages: 10 }],
  ['messages go by age', { ageMs: 30 * DAY }],
])('[ST170] where %s, all rooms are looked at once in an hour, and else those that were written to', {}, ([, kept]) => {
  const retention = { ageMs: undefined, messages: undefined, dedupeMs: 7 * DAY, ...(kept as Partial<Retention>) }
  const { folder, rowsOf } = deadRooms(FEWER, retention)
  const trimAll = (now: number) => {
    let turns = 1
    while (folder.trim(now).more) turns++
    return turns
  }
  const begin = 40 * DAY
  expect(trimAll(begin)).toBe(FEWER / 50 + 1)
  const before = rowsOf(TABLES)
  for (let now = begin; now < begin + HOUR; now += 30_000) expect(trimAll(now)).toBe(1)
  expect(rowsOf(TABLES) - before).toBe(0)
  const user = { id: 'a:1', name: 'A' }
  const content = { kind: 'new_message', text: 'x' } as const
  folder.commit([{ kind: 'event', room: `priv:${FEWER}`, user, cid: 'c', content, id: 'm', sentAt: begin }])
  // it was looked at before, and is not known for that
  expect(rowsOf(/FROM rooms WHERE name/) - FEWER).toBe(1)
  expect(trimAll(begin + HOUR - 1)).toBe(1)
  expect(rowsOf(TABLES) - before).toBeLessThan(10)
  expect(trimAll(begin + HOUR)).toBe(FEWER / 50 + 1)
})
