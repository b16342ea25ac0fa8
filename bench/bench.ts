import { readFileSync } from 'node:fs'
import path from 'node:path'
import { benchAgainst } from './against/bench-against.ts'
import { type BenchOptions, parseBench } from './bench-options.ts'
import { drawCharts } from './charts.ts'
import { compileGenerator } from './compile-generator.ts'
import { writeDocs } from './docs-writer.ts'
import { installPeers } from './install-peers.ts'
import { describeMachine, machineText } from './machine.ts'
import { printResult } from './print-result.ts'
import { printRun } from './print-run.ts'
import { type BenchResult, mergeResults, resultOf, writeResult } from './result.ts'
import { runScenarios } from './run-scenarios.ts'
import type { Case } from './scenario.ts'
import { serverNamed } from './servers.ts'
import { writeFile } from './write-file.ts'

const ROOT = path.join(import.meta.dirname, '..')
const RESULT = path.join(ROOT, '.cache/bench/result.json')

/** Measures as the arguments say. Returns the exit status: 1 where a run was void, 2 for a wrong option. */
export async function bench(args: readonly string[]): Promise<number> {
  const parsed = parseBench(args)
  switch (parsed.kind) {
    case 'help':
      console.log(parsed.text)
      return 0
    case 'wrong':
      console.error(parsed.message)
      return 2
    case 'run':
      return run(parsed.options)
  }
}

async function run(options: BenchOptions): Promise<number> {
  const { against, ...others } = options
  if (against !== undefined) return benchAgainst(against, others)
  const result = options.from ? mergeResults(options.from.map(readResult)) : await measure(options)
  printResult(result)
  if (options.charts) drawCharts(result, options.charts)
  if (options.writeDocs) writeDocs(result)
  return result.runs.some(run => run.void !== undefined) ? 1 : 0
}

function readResult(file: string): BenchResult {
  return JSON.parse(readFileSync(file, 'utf8'))
}

async function measure({ quick, scenarios, servers, rounds, seconds, json }: BenchOptions): Promise<BenchResult> {
  const scale = { quick, seconds }
  const serversOf = (each: Case) =>
    each.servers.filter(name => !servers || servers.includes(name)).map(name => serverNamed(name))
  const measured = scenarios.flatMap(scenario => scenario.cases(scale).flatMap(serversOf))
  if (measured.some(({ installed }) => installed)) installPeers('peers')
  const machine = describeMachine()
  console.log(machineText(machine))
  const startedAt = Date.now()
  const program = compileGenerator()
  const runs = await runScenarios({ scenarios, scale, rounds, serversOf, program, onRun: printRun })
  const result = resultOf({ startedAt, quick, rounds, seconds, machine, runs })
  writeFile(json ?? RESULT, writeResult(result))
  return result
}
