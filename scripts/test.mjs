// Everything that has to hold: build, types, lint and all tests; the slow and the fragile last.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { installedEngines } from '../test/support/browser/engines.mjs'

const root = path.join(import.meta.dirname, '..')
const reports = path.join(root, 'test-results')
const bin = name => path.join(root, 'node_modules/.bin', name)
const missing = Object.values(installedEngines().missing)
const sum = { passed: 0, failed: 0, skipped: 0 }
const broken = []

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports)

step('build', process.execPath, ['scripts/build.mjs'])
for (const part of ['sdk', 'server', 'test']) step(`types of ${part}`, bin('tsc'), ['-p', part])
step('lint', bin('biome'), ['check', '--error-on-warnings', '.'])
for (const part of ['sdk', 'server']) step(`package ${part}`, bin('publint'), ['run', '--strict', part])
tests('unit', 'dom')
tests('house', 'budgets')
tests('contract', 'integration', 'simulation')
tests('browser')
report()

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error) console.error(error.message)
  return status === 0
}

function step(name, command, args) {
  console.log(`\n=== ${name}`)
  if (run(command, args)) sum.passed++
  else fail(name)
}

function fail(name) {
  sum.failed++
  broken.push(name)
}

function tests(...projects) {
  const name = projects.join(', ')
  console.log(`\n=== tests: ${name}`)
  const file = path.join(reports, `${projects[0]}.json`)
  const only = projects.flatMap(project => ['--project', project])
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const passed = run(bin('vitest'), ['run', '--passWithNoTests', ...only, ...options])
  const before = sum.failed
  count(file)
  if (!passed && sum.failed === before) fail(`tests: ${name}`)
}

function count(file) {
  let result
  try {
    result = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return
  }
  sum.passed += result.numPassedTests
  sum.skipped += result.numPendingTests + result.numTodoTests
  for (const suite of result.testResults) {
    const failed = suite.assertionResults.filter(test => test.status === 'failed')
    for (const test of failed) fail(`${path.relative(root, suite.name)}: ${test.fullName}`)
    if (suite.status === 'failed' && failed.length === 0) fail(`${path.relative(root, suite.name)}: ${suite.message}`)
  }
}

function report() {
  console.log('')
  for (const name of broken) console.log(`failed: ${name}`)
  if (missing.length > 0) {
    console.log(`Not run, because it is not installed ("npm run setup" does it): ${missing.join('; ')}.`)
    if (process.env.CI) {
      console.log('CI is set, so this is a failure.')
      sum.failed += missing.length
    }
  }
  const skipped = sum.skipped ? `, ${sum.skipped} skipped` : ''
  console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`)
  process.exitCode = sum.failed ? 1 : 0
}
