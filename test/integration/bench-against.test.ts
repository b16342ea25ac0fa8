import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { buildRevision } from '../../bench/against/build-revision.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const folder = temporaryFolder('bench-against')
afterAll(() => folder.remove())
const program = path.join(ROOT, 'scripts/bench.mjs')
/** Everything that it leaves for a while is in a folder of this test's own. */
const place = (name: string) => {
  const TMPDIR = path.join(folder.path, name)
  mkdirSync(TMPDIR)
  return { left: () => readdirSync(TMPDIR), env: { ...process.env, TMPDIR } }
}
const against = (...args: string[]) => [program, '--quick', '--only', 'lone', '--against', ...args]

test('[BN60] our server is measured beside the one of another revision, and nothing is left of that', () => {
  const { left, env } = place('whole')
  const json = path.join(folder.path, 'result.json')
  const run = spawnSync(process.execPath, against('HEAD', '--json', json), { cwd: ROOT, env, encoding: 'utf8' })
  expect(run).toMatchObject({ status: 0, stderr: '' })
  expect(run.stdout).toMatch(/ours +[0-9a-f]{7,} +ours\/theirs\nCPU a delivery, µs +[\d.]+ +[\d.]+ +[\d.]+\n/)
  const { runs, cases, against: other } = JSON.parse(readFileSync(json, 'utf8'))
  expect(other.revision).toBe('HEAD')
  expect(runs.map(({ server }: { server: string }) => server)).toEqual(['chat', `chat-${other.commit}`])
  expect(cases).toMatchObject([{ scenario: 'lone', rounds: 1, voids: [] }])
  expect(cases[0].figures[0]).toMatchObject({ figure: 'cpuUs', ours: expect.any(Number), ratio: expect.any(Number) })
  expect(left()).toEqual([])
}, 180_000)

test('[BN60] one that is interrupted leaves nothing', async () => {
  const { left, env } = place('interrupted')
  const child = spawn(process.execPath, against('HEAD'), { cwd: ROOT, env, stdio: 'ignore' })
  const ended = new Promise(resolve => child.once('close', resolve))
  await vi.waitUntil(() => left().some(name => name.startsWith('chat-bench-revision-')), 60_000)
  child.kill('SIGINT')
  expect(await ended).toBe(1)
  expect(left()).toEqual([])
}, 120_000)

test('[BN60] a revision that does not exist is one sentence and status 2', () => {
  const { left, env } = place('missing')
  const run = spawnSync(process.execPath, against('no-such-revision'), { cwd: ROOT, env, encoding: 'utf8' })
  expect(run).toMatchObject({ status: 2, stderr: 'There is no revision no-such-revision to compare with.\n' })
  expect(left()).toEqual([])
})

test('[BN60] a revision that does not build is refused with what its build said last', async () => {
  const repository = path.join(folder.path, 'repository')
  mkdirSync(path.join(repository, 'node_modules'), { recursive: true })
  const script = 'console.error("many lines"); console.error("no such module"); process.exit(1)'
  writeFileSync(path.join(repository, 'build.js'), script)
  writeFileSync(path.join(repository, 'package.json'), JSON.stringify({ scripts: { build: 'node build.js' } }))
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com']
  for (const args of [
    ['init', '-q'],
    ['add', 'build.js', 'package.json'],
    [...author, 'commit', '-qm', 'first'],
  ])
    expect(spawnSync('git', args, { cwd: repository }).status).toBe(0)
  expect(await buildRevision(repository, 'HEAD')).toEqual({
    kind: 'refused',
    message: 'Revision HEAD does not build: no such module',
  })
})
