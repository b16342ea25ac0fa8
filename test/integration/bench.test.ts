import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { BenchResult } from '../../bench/result.ts'
import { QUICK } from '../../bench/scenarios/all.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const folder = temporaryFolder('bench')
afterAll(() => folder.remove())
const bench = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(ROOT, 'scripts/bench.mjs'), ...args], { cwd: ROOT, encoding: 'utf8' })

/** As it is usually started, or as a scenario needs it. */
const OURS = ['chat', 'chat-passwords']

test('[BN2] a quick run is whole: every scenario is measured, in JSON and in tables, and nothing is void', () => {
  const file = path.join(folder.path, 'result.json')
  const run = bench('--quick', '--json', file)
  expect(run).toMatchObject({ status: 0, stderr: '' })
  const result: BenchResult = JSON.parse(readFileSync(file, 'utf8'))
  expect(result).toMatchObject({ version: 1, quick: true, rounds: 1, machine: { node: process.version } })
  expect(result.runs.filter(({ void: reason }) => reason)).toEqual([])
  expect(new Set(result.runs.map(({ scenario }) => scenario))).toEqual(new Set(QUICK.map(({ name }) => name)))
  for (const { name, title, columns, limit } of QUICK) {
    expect(run.stdout).toContain(`${title}: `)
    const own = result.summaries.filter(({ scenario, server }) => scenario === name && OURS.includes(server))
    expect(own.length).toBeGreaterThan(0)
    for (const { figures, ratio, rounds } of own) {
      expect(rounds).toBe(1)
      for (const { figure } of columns) expect(figures[figure], `${name}: ${figure}`).toEqual(expect.any(Number))
      if (limit) expect(ratio).toBeGreaterThan(0)
    }
  }
}, 180_000)

test('[BN100] a login that fails is measured for names that exist and for names that nobody has', () => {
  const file = path.join(folder.path, 'logins.json')
  const run = bench('--quick', '--only', 'failed-login', '--json', file)
  expect(run).toMatchObject({ status: 0, stderr: '' })
  const [summary] = (JSON.parse(readFileSync(file, 'utf8')) as BenchResult).summaries
  const { knownMs = 0, unknownMs = 0, ratio = 0 } = summary?.figures ?? {}
  expect(knownMs).toBeGreaterThan(1)
  expect(ratio).toBeCloseTo(knownMs / unknownMs, 2)
}, 60_000)

test('[BN5] a wrong option is one sentence and status 2', () => {
  const { status, stdout, stderr } = bench('--only', 'nothing')
  expect({ status, stdout: stdout.replace(/^Built .*\n/, '') }).toEqual({ status: 2, stdout: '' })
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
