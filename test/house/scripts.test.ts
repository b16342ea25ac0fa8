import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { otherNodes } from '../../scripts/other-nodes.mjs'
import { OTHER_NODES_GROUP, TEST_GROUPS } from '../../scripts/test-groups.mjs'
import { countReport, testReport } from '../../scripts/test-report.mjs'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { projectFiles, ROOT, read } from './project-files.ts'

const fine = { passed: 10, skipped: 0, broken: [], missing: [], ci: false }

test('[PK16] npm test ends with a plain line of numbers', () => {
  expect(testReport(fine)).toEqual({ lines: ['10 passed, 0 failed'], ok: true })
  expect(testReport({ ...fine, skipped: 2 })).toEqual({ lines: ['10 passed, 0 failed, 2 skipped'], ok: true })
  expect(testReport({ ...fine, broken: ['lint'] })).toEqual({
    lines: ['failed: lint', '10 passed, 1 failed'],
    ok: false,
  })
})

test('[PK16] what cannot run for want of a browser or a version of Node is listed last, and is a failure in CI', () => {
  const here = testReport({ ...fine, broken: ['lint'], missing: ['Firefox'] })
  expect(here.lines.at(-2)).toContain('Firefox')
  expect(here.lines.at(-1)).toBe('10 passed, 1 failed')
  expect(testReport({ ...fine, missing: ['Firefox'] }).ok).toBe(true)
  const ci = testReport({ ...fine, missing: ['Firefox', 'Chromium'], ci: true })
  expect(ci.ok).toBe(false)
  expect(ci.lines.at(-1)).toBe('10 passed, 2 failed')
})

test('[PK16] a file that fails before its tests counts as a failure', () => {
  const report = {
    numPassedTests: 3,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { name: 'a', status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: 'b',
        status: 'failed',
        message: '',
        assertionResults: [{ status: 'failed', fullName: 'x', failureMessages: [`no\n\n  at b${'y'.repeat(3_000)}`] }],
      },
      { name: 'c', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'y' }] },
    ],
  }
  expect(countReport(report)).toEqual({
    passed: 3,
    skipped: 1,
    broken: ['a: no such module', `b: x\n  no\n    at b${'y'.repeat(1_994)}`],
  })
  expect(countReport(undefined)).toEqual({ passed: 0, skipped: 0, broken: [] })
})

test('[PK16] npm test runs every test file there is', async () => {
  const list = await promisify(execFile)(
    path.join(ROOT, 'node_modules/.bin/vitest'),
    ['list', '--filesOnly', '--json', ...TEST_GROUPS.flat().flatMap(project => ['--project', project])],
    { cwd: ROOT },
  )
  const run: { file: string }[] = JSON.parse(list.stdout)
  const files = new Set(run.map(({ file }) => path.relative(ROOT, file)))
  expect(projectFiles('test').filter(file => file.endsWith('.test.ts') && !files.has(file))).toEqual([])
})

test('[PK17] setup changes nothing where it cannot install, and says what is missing', () => {
  const env = { PATH: path.join(ROOT, 'test') }
  const run = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: ROOT, env, encoding: 'utf8' })
  expect(run.stderr).toMatch(/Please install by hand what is missing: .*Chromium.*Firefox/)
  expect(run).toMatchObject({ status: 0, stdout: '' })
})

describe('setup on a bare Debian', () => {
  const folder = temporaryFolder('setup')
  const at = (name: string) => path.join(folder.path, name)
  const program = (name: string, text: string) => writeFileSync(at(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  const env = {
    PATH: folder.path,
    WEBKIT_DRIVER_PATH: at('driver'),
    MINI_BROWSER_PATH: at('mini'),
    NGINX_PATH: at('nginx'),
  }
  const setup = () => spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: ROOT, env, encoding: 'utf8' })
  const asked = () => readFileSync(at('asked'), 'utf8').trim().split('\n')

  beforeEach(() => {
    for (const name of readdirSync(folder.path)) rmSync(at(name))
    // apt-get of this machine would install for real
    program('apt-get', `echo "$@" >> ${at('asked')}`)
    program('sudo', '"$@"')
  })
  afterAll(() => folder.remove())

  test('[PK17] it says what it needs, then asks apt-get for just that, and looks whether it came', () => {
    program('firefox-esr', '')
    const things = 'chromium driver mini Xvfb g++ redis-server redis-sentinel redis-cli nginx'.split(' ')
    const font = `echo '#!/bin/sh\necho Emoji' > ${at('fc-list')}; /bin/chmod +x ${at('fc-list')}`
    program(
      'apt-get',
      `echo "$@" >> ${at('asked')}; if [ "$1" = install ]; then ${things.map(name => `: > ${at(name)}`).join('; ')}; ${font}; fi`,
    )
    const run = setup()
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toMatch(
      /^The tests need chromium, webkit2gtk-driver, xvfb, xauth, g\+\+, fonts-noto-color-emoji, fontconfig, redis-server, redis-sentinel, redis-tools, nginx\.\n/,
    )
    expect(asked()).toEqual([
      'update -qq',
      'install -y -qq --no-install-recommends chromium webkit2gtk-driver xvfb xauth g++ fonts-noto-color-emoji fontconfig redis-server redis-sentinel redis-tools nginx',
    ])
    expect(setup()).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing to do') })
    expect(asked()).toHaveLength(2)
  })

  test('[PK17] what apt-get could not bring is named, with status 1', () => {
    program('apt-get', 'exit 100')
    const run = setup()
    expect(run.status).toBe(1)
    expect(run.stderr).toMatch(/^apt-get failed \(status 100\)\..*Firefox/)
  })
})

test('[PK130] setup installs each other version of Node once, by npm, and anew when another one is wanted', () => {
  const folder = temporaryFolder('nodes')
  const npm = path.join(folder.path, 'npm')
  const bring = (version: string) =>
    writeFileSync(
      npm,
      `#!/bin/sh
      PATH=/bin:/usr/bin; pwd >> ${folder.path}/asked; mkdir -p node_modules/node/bin; : > node_modules/node/bin/node
      sed -n 's/.*"node":"\\([0-9.]*\\)".*/{"version":"${version || '\\1'}"}/p' package.json > node_modules/node/package.json`,
      { mode: 0o755 },
    )
  const env = { PATH: folder.path }
  const args = ['scripts/setup-nodes.mjs', folder.path]
  const setup = () => spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' })
  const asked = () => readFileSync(path.join(folder.path, 'asked'), 'utf8').trim().split('\n')
  expect(setup()).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^Node 22.* could not be installed.*\nNode 24/),
  })
  bring('')
  expect(setup()).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/Node 22.*\n.*Node 24/) })
  expect(asked()).toEqual(otherNodes(folder.path).map(({ folder }) => folder))
  expect(setup()).toMatchObject({ status: 0, stderr: '', stdout: '' })
  writeFileSync(path.join(folder.path, 'node-22/node_modules/node/package.json'), '{"version":"22.13.0"}')
  expect(otherNodes(folder.path).map(({ isThere }) => isThere)).toEqual([false, true])
  expect(setup()).toMatchObject({ status: 0, stderr: '' })
  expect(asked()).toHaveLength(3)
  folder.remove()
})

test('[PK130] what runs under the other versions of Node are files that are there, and the engines name these versions', () => {
  const files = projectFiles('test')
  for (const file of OTHER_NODES_GROUP.files) expect(files.some(name => name.startsWith(file))).toBe(true)
  for (const folder of ['.', 'sdk', 'server']) {
    const { node } = JSON.parse(read(path.posix.join(folder, 'package.json'))).engines
    expect(node).toBe('^20.19.0 || ^22.13.0 || >=24.0.0')
  }
  for (const { version } of otherNodes()) expect(read('README.md')).toContain(`Node ${version.split('.')[0]}`)
})

test('[PK17] CI runs the test command of README', () => {
  const [, command] = /The tests:\n\n```sh\n(.*)\n```/.exec(read('README.md')) ?? []
  expect(command).toBe('npm install && npm run setup && npm test')
  expect(read('.ci/run').split('\n')).toContain(command)
})
