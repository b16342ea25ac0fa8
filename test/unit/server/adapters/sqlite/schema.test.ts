import { expect, test } from 'vitest'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
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
  migrate(database)
  database.exec(`DROP INDEX events_by_cid;
    CREATE UNIQUE INDEX events_by_cid ON events (room, user_id, cid);
    PRAGMA user_version = 1;`)
  database.exec("INSERT INTO events VALUES (1, 1, 1, 'm1', 'u1', 'Ann', 'c1', 'Hello', 1)")
  migrate(database)
  expect(pragma(database, 'user_version')).toBe(SCHEMA_VERSION)
  expect(database.prepare('SELECT text FROM events WHERE cid = ?').all('c1')).toEqual([{ text: 'Hello' }])
  expect(database.prepare('PRAGMA index_info(events_by_cid)').all()).toMatchObject(
    ['cid', 'user_id', 'room'].map(name => ({ name })),
  )
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
