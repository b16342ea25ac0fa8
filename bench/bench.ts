import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type BenchOptions, parseBench } from './bench-options.ts'
import { drawCharts } from './charts.ts'
import { compileGenerator } from './compile-generator.ts'
import { writeDocs } from './docs-writer.ts'
import { installPeers } from './install-peers.ts'
import { describeMachine, type Machine } from './machine.ts'
import { printResult } from './print-result.ts'
import { type BenchResult, mergeResults, resultOf, writeResult } from './result.ts'
import { runScenarios } from './run-scenarios.ts'
import { serverNamed } from './servers.ts'

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
  const names = scenarios.flatMap(scenario => scenario.cases(scale).flatMap(each => each.servers))
  const measured = names.filter(name => !servers || servers.includes(name))
  if (measured.some(name => serverNamed(name).installed)) installPeers('peers')
  const machine = describeMachine()
  console.log(describe(machine))
  const startedAt = Date.now()
  const runs = await runScenarios({
    ...{ scenarios, scale, rounds, servers, program: compileGenerator() },
    onRun: run => {
      const { figures, void: reason } = run
      const shown = Object.entries(figures).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
      const line = reason === undefined ? shown.join(' ') : `void: ${reason}`
      console.log(`${run.scenario} · ${run.case} · ${run.server} · ${run.round}: ${line}`)
    },
  })
  const result = resultOf({ startedAt, quick, rounds, seconds, machine, runs })
  const file = path.resolve(json ?? RESULT)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, writeResult(result))
  return result
}

function describe({ cpu, cores, memoryGb, kernel, node, versions, commit }: Machine): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const own = commit ? ` (commit ${commit})` : ''
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${kernel}, Node ${node}\n${packages.join(', ')}${own}\n`
}
