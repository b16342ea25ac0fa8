import { expect, test } from 'vitest'
import { loadSqlite } from '../../../../server/adapters/sqlite-module.ts'
import { migrate, pragma, SCHEMA_VERSION, whyForeign } from '../../../../server/adapters/sqlite-schema.ts'

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

test('[ST11] a step that fails leaves the database as it was', () => {
  const database = open(':memory:')
  // in the way of the first step
  database.exec('CREATE TABLE rooms (a)')
  expect(() => migrate(database)).toThrow(/already exists/)
  expect(pragma(database, 'user_version')).toBe(0)
  database.exec('ROLLBACK')
  expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'rooms' }])
})
