import { expect, test } from 'vitest'
import { SqliteDirectory } from '../../../../../server/adapters/sqlite/directory.ts'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
import { SqliteReads } from '../../../../../server/adapters/sqlite/reads.ts'
import { SqliteRooms } from '../../../../../server/adapters/sqlite/rooms.ts'
import { migrate, pragma, SCHEMA_VERSION, whyForeign } from '../../../../../server/adapters/sqlite/schema.ts'

const { open } = await loadSqlite()

test('[ST11] a new database is brought to this version, and one of this version stays as it is', () => {
  const database = open(':memory:')
  expect(whyForeign(database)).toBe(undefined)
  migrate(database)
  expect(pragma(database, 'user_version')).toBe(SCHEMA_VERSION)
  const schema = database.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()
  migrate(database)
  expect(database.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()).toEqual(schema)
  expect(whyForeign(database)).toBe(undefined)
})

test.each([
  [`PRAGMA user_version = ${SCHEMA_VERSION + 1}`, /newer version/],
  ['PRAGMA application_id = 1', /another program/],
  ['PRAGMA application_id = 0', /another program/],
])('[ST11] after %s it is refused', (change, words) => {
  const database = open(':memory:')
  migrate(database)
  database.exec(change)
  expect(whyForeign(database)).toMatch(words)
})

test('[ST11] a database of the first version keeps what it holds', () => {
  const database = open(':memory:')
  migrate(database, 1)
  database.exec(`INSERT INTO rooms (id, name, first) VALUES (1, 'r', 2);
    INSERT INTO events VALUES (1, 1, 1, 'm1', 'u0', 'Old', 'c0', '', 1);
    INSERT INTO events VALUES (2, 1, 2, 'm2', 'u1', 'Ann', 'c1', 'Hello', 1);`)
  migrate(database)
  expect(pragma(database, 'user_version')).toBe(SCHEMA_VERSION)
  expect(database.prepare('SELECT seq, text FROM messages WHERE cid = ?').all('c1')).toEqual([
    { seq: 2, text: 'Hello' },
  ])
  expect(database.prepare('PRAGMA index_info(messages_by_cid)').all()).toMatchObject(
    ['cid', 'user_id', 'room'].map(name => ({ name })),
  )
  // whose messages are gone is no author
  expect(database.prepare('SELECT user_id, user_name, last_seq FROM authors').all()).toEqual([
    { user_id: 'u1', user_name: 'Ann', last_seq: 2 },
  ])
})

test('[ST150] of messages with one id in a room the later ones get another; the same id in two rooms stays', () => {
  const database = open(':memory:')
  migrate(database, 2)
  database.exec("INSERT INTO rooms (id, name) VALUES (1, 'r'), (2, 's')")
  const rows = [1, 1, 1, 2].map(
    (room, at) => `(${room}, ${room === 2 ? 1 : at + 1}, 'm', 'u', 'U', 'c${at}', 'text ${at}', 1)`,
  )
  database.exec(`INSERT INTO events (room, seq, message_id, user_id, user_name, cid, text, sent_at) VALUES ${rows}`)
  migrate(database)
  const ids = database.prepare('SELECT message_id AS id, text FROM messages ORDER BY room, seq').all() as {
    id: string
    text: string
  }[]
  expect(ids.map(({ text }) => text)).toEqual(['text 0', 'text 1', 'text 2', 'text 3'])
  expect([ids[0]?.id, ids[3]?.id]).toEqual(['m', 'm'])
  expect(new Set(ids.map(({ id }) => id)).size).toBe(3)
})

test('[ST11] a database of before there were accounts keeps what it holds, and has a place for them', () => {
  const database = open(':memory:')
  migrate(database, 3)
  database.exec(`INSERT INTO rooms (id, name) VALUES (1, 'r');
    INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at)
      VALUES (1, 1, 'm1', 'u1', 'Ann', 'c1', 'Hello', 1);
    INSERT INTO sessions VALUES ('hash', 's1', 'u1', 'Ann', 9, 1, 1);`)
  migrate(database)
  expect(database.prepare('SELECT text FROM messages').all()).toEqual([{ text: 'Hello' }])
  expect(database.prepare('SELECT user_name FROM sessions').all()).toEqual([{ user_name: 'Ann' }])
  for (const table of ['accounts', 'removed_accounts', 'room_settings', 'memberships', 'sanctions'])
    expect(database.prepare(`SELECT count(*) AS rows FROM ${table}`).all()).toEqual([{ rows: 0 }])
})

test('[DR48] a database of before people made rooms keeps what it holds, and has a place for what they make', () => {
  const database = open(':memory:')
  migrate(database, 5)
  database.exec(`INSERT INTO rooms (id, name) VALUES (1, 'r');
    INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at, rev, extra)
      VALUES (1, 1, 'm1', 'u1', 'Ann', 'c1', 'Hello', 1, 2, '{"editedAt":5,"edited":2}');
    INSERT INTO changes (room, seq, type, event_id, user_id, user_name, cid, sent_at, target, target_id)
      VALUES (1, 2, 'message_edited', 'e1', 'u1', 'Ann', 'c2', 5, 1, 'm1');
    INSERT INTO room_settings VALUES ('r', 'announce', 'R', NULL, 0, 'guest', 0, 'a:ann', 1),
      ('p', 'members', NULL, NULL, 0, 'guest', 0, 'a:ann', 1);
    INSERT INTO memberships VALUES ('r', 'a:ann', 'owner', 1);`)
  migrate(database)
  const directory = new SqliteDirectory(database)
  expect(directory.room('r')).toMatchObject({ kind: 'announce', title: 'R', createdBy: 'a:ann' })
  expect(directory.room('r')).not.toHaveProperty('pair')
  expect(directory.listed(undefined, 9).map(({ room }) => room)).toEqual(['r'])
  expect(directory.madeBy('a:ann')).toBe(2)
  expect(directory.membership('r', 'a:ann')).toMatchObject({ role: 'owner' })
  expect([directory.invitationsOf('a:ann', undefined, 9), directory.blocks('a:ann')]).toEqual([[], []])
  const rows = new SqliteReads(database, new SqliteRooms(database)).all('r')
  expect([...rows]).toMatchObject([
    { seq: 1, text: 'Hello', rev: 2, editedAt: 5 },
    { seq: 2, type: 'message_edited' },
  ])
})

test('[ST11] a step that fails leaves the database as it was', () => {
  const database = open(':memory:')
  // in the way of the first step
  database.exec('CREATE TABLE rooms (a)')
  expect(() => migrate(database)).toThrow(/already exists/)
  expect(pragma(database, 'user_version')).toBe(0)
  database.exec('ROLLBACK')
  expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'rooms' }])
})
