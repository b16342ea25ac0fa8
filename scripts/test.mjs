// Everything that has to hold: build, types, lint and all tests; the slow and the fragile last.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { installedEngines } from '../test/support/browser/engines.mjs'
import { missingPrograms } from '../test/support/redis/programs.mjs'
import { otherNodes } from './other-nodes.mjs'
import { OTHER_NODES_GROUP, TEST_GROUPS } from './test-groups.mjs'
import { countReport, testReport } from './test-report.mjs'

const root = path.join(import.meta.dirname, '..')
const reports = path.join(root, 'test-results')
const bin = name => path.join(root, 'node_modules/.bin', name)
const VITEST = path.join(root, 'node_modules/vitest/vitest.mjs')
const sum = { passed: 0, skipped: 0, broken: [] }

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports)

step('build', process.execPath, ['scripts/build.mjs'])
for (const part of ['sdk', 'server', 'test']) step(`types of ${part}`, bin('tsc'), ['-p', part])
step('lint', bin('biome'), ['check', '--error-on-warnings', '.'])
for (const part of ['sdk', 'server']) step(`package ${part}`, bin('publint'), ['run', '--strict', part])
for (const group of TEST_GROUPS) tests(group.join(', '), group[0], process.execPath, group)
const nodes = otherNodes()
for (const { version, program } of nodes.filter(({ isThere }) => isThere)) {
  const { projects, files } = OTHER_NODES_GROUP
  tests(`under Node ${version}`, `node-${version}`, program, projects, files)
}

const missing = [
  ...Object.values(installedEngines().missing),
  ...missingPrograms(),
  ...nodes.filter(({ isThere }) => !isThere).map(({ version }) => `Node ${version}`),
]
const { lines, ok } = testReport({ ...sum, missing, ci: Boolean(process.env.CI) })
console.log(`\n${lines.join('\n')}`)
process.exitCode = ok ? 0 : 1

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error) console.error(error.message)
  return status === 0
}

function step(name, command, args) {
  console.log(`\n=== ${name}`)
  if (run(command, args)) sum.passed++
  else sum.broken.push(name)
}

function tests(name, reportName, node, projects, files = []) {
  console.log(`\n=== tests: ${name}`)
  const file = path.join(reports, `${reportName}.json`)
  const only = projects.flatMap(project => ['--project', project])
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const fine = run(node, [VITEST, 'run', '--passWithNoTests', ...only, ...options, ...files])
  const { passed, skipped, broken } = countReport(reportIn(file))
  sum.passed += passed
  sum.skipped += skipped
  sum.broken.push(...broken.map(fault => fault.replace(`${root}${path.sep}`, '')))
  if (!fine && broken.length === 0) sum.broken.push(`tests: ${name}`)
}

function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
