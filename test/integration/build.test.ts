import { execFile, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const SOURCES = [
  'sdk',
  'server',
  'demo',
  'scripts',
  'rollup.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const OWN = /(?:^|\/)(?:node_modules|dist)$/

describe('the build', () => {
  const folder = temporaryFolder('build')
  const at = (...names: string[]) => path.join(folder.path, ...names)
  const script = () => at('scripts/build.mjs')
  const run = (...args: string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script(), ...args], { encoding: 'utf8' })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    return stdout.replace(/ in .*/, '').trim()
  }
  const stale = () => run('--dry-run')

  beforeAll(() => {
    for (const source of SOURCES)
      cpSync(path.join(ROOT, source), at(source), { recursive: true, filter: file => !OWN.test(file) })
    symlinkSync(path.join(ROOT, 'node_modules'), at('node_modules'))
    expect(run()).toBe('Built sdk, server, public')
  }, 180_000)
  afterAll(() => folder.remove())

  test('[PK19] it builds nothing when nothing changed, in less than a second', () => {
    const started = performance.now()
    expect(run()).toBe('Everything is up to date.')
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('[PK19] it builds what a change makes stale, and what is missing', () => {
    appendFileSync(at('demo/demo.css'), '\n')
    expect(stale()).toBe('Stale: public')
    expect(run()).toBe('Built public')
    const shown = readFileSync(at('server/dist/public/demo.css'), 'utf8')
    expect(shown).toBe(readFileSync(at('demo/demo.css'), 'utf8'))
    for (const [file, parts] of [
      ['sdk/widget/i18n/en.ts', 'sdk, public'],
      ['server/core/username.ts', 'server, public'],
      ['sdk/protocol/limits.ts', 'sdk, server, public'],
      ['scripts/css-string.mjs', 'sdk, server, public'],
      ['scripts/setup.mjs', ''],
    ] as const) {
      const before = readFileSync(at(file))
      appendFileSync(at(file), '\n')
      expect(stale(), file).toBe(`Stale: ${parts || 'nothing'}`)
      writeFileSync(at(file), before)
      expect(stale(), file).toBe('Stale: nothing')
    }
    rmSync(at('server/dist/public'), { recursive: true })
    expect(stale()).toBe('Stale: public')
    rmSync(at('sdk/dist'), { recursive: true })
    expect(stale()).toBe('Stale: sdk, public')
    expect(run()).toBe('Built sdk, public')
  }, 120_000)

  test('[PK19] two builds at once do not disturb each other', async () => {
    const start = promisify(execFile)
    rmSync(at('server/dist'), { recursive: true })
    const runs = await Promise.all([1, 2, 3].map(() => start(process.execPath, [script()])))
    const said = runs.map(({ stdout }) => stdout.replace(/ in .*/, '').trim())
    expect(said.sort()).toEqual(['Built server, public', 'Everything is up to date.', 'Everything is up to date.'])
    expect(existsSync(at('server/dist/public/index.html'))).toBe(true)
  }, 120_000)

  test('[PK19] a build that fails leaves what was there', () => {
    const before = readFileSync(at('sdk/dist/index.js'), 'utf8')
    appendFileSync(at('sdk/index.ts'), 'export const = \n')
    const { status, stderr } = spawnSync(process.execPath, [script()], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^The build failed: [\s\S]*sdk.index\.ts/)
    expect(readFileSync(at('sdk/dist/index.js'), 'utf8')).toBe(before)
  })
})
