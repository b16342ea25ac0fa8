import { expect, test } from 'vitest'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'

class Engine {
  readonly options: unknown
  constructor(_file: string, options: unknown) {
    this.options = options
  }
  close() {}
}

const modules = (found: Record<string, object>) => async (name: string) => {
  const module = found[name]
  if (!module) throw new Error(`Cannot find package ${name}`)
  return module
}

test('[ST10] better-sqlite3 is taken where it loads, else what Node has, else a sentence says what to do', async () => {
  const better = { default: Engine }
  const own = { DatabaseSync: Engine }
  expect((await loadSqlite(modules({ 'better-sqlite3': better, 'node:sqlite': own }))).name).toBe('better-sqlite3')
  const second = await loadSqlite(modules({ 'node:sqlite': own }))
  expect(second.name).toBe('node:sqlite')
  expect(second.open('f', { readOnly: true })).toMatchObject({ options: { readOnly: true } })
  await expect(loadSqlite(modules({}))).rejects.toThrow(/^The store sqlite needs .*npm install better-sqlite3.*\.$/)
})

test('[ST10] an addon that is there and does not load for this Node is as good as none', async () => {
  const broken = {
    default: class {
      constructor() {
        throw new Error('NODE_MODULE_VERSION 108')
      }
    },
  }
  const found = await loadSqlite(modules({ 'better-sqlite3': broken, 'node:sqlite': { DatabaseSync: Engine } }))
  expect(found.name).toBe('node:sqlite')
})

test('[ST10] the engine here opens, writes and refuses to write what is opened to be read', async () => {
  const { open } = await loadSqlite()
  const database = open(':memory:')
  database.exec('CREATE TABLE a (b)')
  expect(Number(database.prepare('INSERT INTO a VALUES (?)').run('x').changes)).toBe(1)
  expect(database.prepare('SELECT b FROM a').get()).toEqual({ b: 'x' })
  expect(database.prepare('SELECT b FROM a WHERE b = ?').get('y')).toBe(undefined)
  database.close()
})
