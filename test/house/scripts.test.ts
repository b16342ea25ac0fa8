import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { countReport, testReport } from '../../scripts/test-report.mjs'
import { ROOT, read } from './project-files.ts'

const fine = { passed: 10, skipped: 0, broken: [], missing: [], ci: false }

test('[PK16] npm test ends with a plain line of numbers', () => {
  expect(testReport(fine)).toEqual({ lines: ['10 passed, 0 failed'], ok: true })
  expect(testReport({ ...fine, skipped: 2 })).toEqual({ lines: ['10 passed, 0 failed, 2 skipped'], ok: true })
  expect(testReport({ ...fine, broken: ['lint'] })).toEqual({
    lines: ['failed: lint', '10 passed, 1 failed'],
    ok: false,
  })
})

test('[PK16] what cannot run for want of a browser is listed last, and is a failure in CI', () => {
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
      { name: 'b', status: 'failed', message: '', assertionResults: [{ status: 'failed', fullName: 'x' }] },
      { name: 'c', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'y' }] },
    ],
  }
  expect(countReport(report)).toEqual({ passed: 3, skipped: 1, broken: ['a: no such module', 'b: x'] })
  expect(countReport(undefined)).toEqual({ passed: 0, skipped: 0, broken: [] })
})

test('[PK17] setup changes nothing where it cannot install, and says what is missing', () => {
  const env = { PATH: path.join(ROOT, 'test') }
  const run = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: ROOT, env, encoding: 'utf8' })
  expect(run.stderr).toMatch(/Please install by hand what is missing: .*Chromium.*Firefox/)
  expect(run).toMatchObject({ status: 0, stdout: '' })
})

test('[PK17] CI runs the test command of README', () => {
  const [, command] = /The tests:\n\n```sh\n(.*)\n```/.exec(read('README.md')) ?? []
  expect(command).toBe('npm install && npm run setup && npm test')
  expect(read('.ci/run').split('\n')).toContain(command)
})
