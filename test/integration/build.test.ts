import { execFile, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
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
  const build = () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script()], { encoding: 'utf8' })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    return stdout.replace(/ in .*/, '').trim()
  }

  beforeAll(() => {
    for (const source of SOURCES)
      cpSync(path.join(ROOT, source), at(source), { recursive: true, filter: file => !OWN.test(file) })
    symlinkSync(path.join(ROOT, 'node_modules'), at('node_modules'))
    expect(build()).toBe('Built sdk, server, public.')
  }, 120_000)
  afterAll(() => folder.remove())

  test('[PK19] it builds nothing when nothing changed, in less than a second', () => {
    const started = performance.now()
    expect(build()).toBe('Everything is up to date.')
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('[PK19] it builds what a change makes stale, and what is missing', () => {
    appendFileSync(at('demo/demo.css'), '\n')
    expect(build()).toBe('Built public.')
    appendFileSync(at('server/core/username.ts'), '\n')
    expect(build()).toBe('Built server, public.')
    rmSync(at('server/dist/public'), { recursive: true })
    expect(build()).toBe('Built public.')
    rmSync(at('sdk/dist'), { recursive: true })
    expect(build()).toMatch('Built sdk')
    appendFileSync(at('sdk/protocol/limits.ts'), '\n')
    expect(build()).toBe('Built sdk, server, public.')
  }, 120_000)

  test('[PK19] two builds at once do not disturb each other', async () => {
    const run = promisify(execFile)
    rmSync(at('server/dist'), { recursive: true })
    const runs = await Promise.all([1, 2, 3].map(() => run(process.execPath, [script()])))
    const said = runs.map(({ stdout }) => stdout.replace(/ in .*/, '').trim())
    expect(said.sort()).toEqual(['Built server, public.', 'Everything is up to date.', 'Everything is up to date.'])
    expect(existsSync(at('server/dist/public/index.html'))).toBe(true)
  }, 120_000)

  test('[PK19] a build that fails leaves what was there', () => {
    const before = readFileSync(at('sdk/dist/index.js'), 'utf8')
    appendFileSync(at('sdk/index.ts'), 'export const = \n')
    const { status } = spawnSync(process.execPath, [script()], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(readFileSync(at('sdk/dist/index.js'), 'utf8')).toBe(before)
  })
})
