import path from 'node:path'
import type { BenchOptions } from '../bench-options.ts'
import { compileGenerator } from '../compile-generator.ts'
import { describeMachine, machineText } from '../machine.ts'
import { printRun } from '../print-run.ts'
import { runScenarios } from '../run-scenarios.ts'
import { chatIn, serverNamed } from '../servers.ts'
import { writeFile } from '../write-file.ts'
import { buildRevision } from './build-revision.ts'
import { compareRuns } from './compare-runs.ts'
import { printComparison } from './print-comparison.ts'

const ROOT = path.join(import.meta.dirname, '../..')

type Sizes = Pick<BenchOptions, 'quick' | 'scenarios' | 'rounds' | 'seconds' | 'json'>

/** Measures our server beside the one of another revision, in turns. Returns the exit status. */
export async function benchAgainst(revision: string, sizes: Sizes): Promise<number> {
  const other = await buildRevision(ROOT, revision)
  if (other.kind === 'refused') {
    console.error(other.message)
    return 2
  }
  try {
    return await measure(sizes, { root: other.root, revision, commit: other.commit })
  } finally {
    other.remove()
  }
}

async function measure(
  { quick, scenarios, rounds, seconds, json }: Sizes,
  { root, revision, commit }: { root: string; revision: string; commit: string },
): Promise<number> {
  const ours = serverNamed('chat')
  const theirs = chatIn(root, `chat-${commit}`, commit)
  const machine = describeMachine()
  console.log(machineText(machine))
  const startedAt = Date.now()
  const runs = await runScenarios({
    ...{ scenarios, rounds, scale: { quick, seconds }, program: compileGenerator() },
    serversOf: () => [ours, theirs],
    onRun: printRun,
  })
  const cases = compareRuns(runs, scenarios, { ours: ours.name, theirs: theirs.name })
  printComparison(cases, commit)
  console.log(`\nMedians of ${rounds} rounds with loads of ${seconds} s, ours and ${commit} in turns.`)
  if (json !== undefined) {
    const against = { revision, commit }
    const result = { version: 1, startedAt, quick, rounds, seconds, machine, against, cases, runs }
    writeFile(json, JSON.stringify(result))
  }
  return cases.some(({ voids }) => voids.length > 0) ? 1 : 0
}
