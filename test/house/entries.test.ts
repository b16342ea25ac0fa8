import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { ROOT, read } from './project-files.ts'

/** Imports a file and tells what that did to the process; the packages of others come first, with what they do. */
const PROBE = `
const [file, ...packages] = process.argv.slice(1)
for (const name of packages) await import(name)
const snapshot = () => ({
  globals: new Map(Reflect.ownKeys(globalThis).map(key => [key, Object.getOwnPropertyDescriptor(globalThis, key)])),
  events: process.eventNames().map(String),
  resources: process.getActiveResourcesInfo(),
})
const before = snapshot()
await import(file)
for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
const after = snapshot()
const changed = [...after.globals].filter(([key, now]) => {
  const then = before.globals.get(key)
  return !then || !Object.is(then.value, now.value) || then.get !== now.get
})
console.log(JSON.stringify({
  globals: changed.map(([key]) => String(key)),
  events: after.events.filter(name => !before.events.includes(name)),
  resources: after.resources.filter(name => !before.resources.includes(name)),
}))
`
const NOTHING = { globals: [], events: [], resources: [] }

function effectsOf(
  file: string,
  packages: readonly string[] = [],
): { status: number | null; said: string; effects: unknown } {
  const options = { cwd: ROOT, encoding: 'utf8', timeout: 10_000 } as const
  const args = ['--input-type=module', '--eval', PROBE, file, ...packages]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  const lines = stdout.trim().split('\n')
  const effects = JSON.parse(lines.pop() || 'null')
  return { status, said: lines.join('\n') + stderr, effects }
}

const published = ['sdk', 'server'].flatMap(folder => {
  const entries: Record<string, string | { default: string }> = JSON.parse(read(`${folder}/package.json`)).exports
  return Object.values(entries)
    .map(entry => path.posix.join(folder, typeof entry === 'string' ? entry : entry.default))
    .filter(file => !file.endsWith('.json'))
})

describe('entries', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(() => {
    folder = temporaryFolder('entries')
  })
  afterAll(() => folder.remove())

  test('[PK12] the entries are known', () => {
    expect(published).toContain('sdk/dist/index.js')
    expect(published.length).toBeGreaterThanOrEqual(6)
  })

  test.each(published)('[PK12] %s imports in plain Node without effects', file => {
    const { dependencies } = JSON.parse(read(file.replace(/\/.*/, '/package.json')))
    expect(effectsOf(path.join(ROOT, file), Object.keys(dependencies ?? {}))).toEqual({
      status: 0,
      said: '',
      effects: NOTHING,
    })
  })

  test.each([
    ['a global', 'globalThis.chat = 1', { effects: { ...NOTHING, globals: ['chat'] } }],
    ['a patched global', 'globalThis.fetch = () => {}', { effects: { ...NOTHING, globals: ['fetch'] } }],
    ['a listener', "process.on('SIGTERM', () => {})", { effects: { ...NOTHING, events: ['SIGTERM'] } }],
    ['a timer', 'setTimeout(() => {}, 100)', { effects: { ...NOTHING, resources: ['Timeout'] } }],
    ['a word', "console.warn('hello')", { said: 'hello\n' }],
    ['an error', "throw new Error('no window')", { status: 1 }],
  ])('[PK12] %s is found', (_name, text, found) => {
    const file = path.join(folder.path, 'planted.mjs')
    writeFileSync(file, text)
    expect(effectsOf(file)).toMatchObject(found)
  })
})
