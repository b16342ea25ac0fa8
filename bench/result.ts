import type { Run, Summary } from './figures.ts'
import type { Machine } from './machine.ts'
import { SCENARIOS } from './scenarios/all.ts'
import { summarize } from './summarize.ts'

/** What the bench writes: `docs/performance.json` has this shape. */
export interface BenchResult {
  version: 1
  /** Milliseconds since the Unix epoch. */
  startedAt: number
  quick: boolean
  rounds: number
  seconds: number
  machine: Machine
  summaries: Summary[]
  runs: Run[]
}

export function resultOf(about: Omit<BenchResult, 'version' | 'summaries'>): BenchResult {
  const limits = new Map(SCENARIOS.map(({ name, limit }) => [name, limit]))
  const summaries = summarize(about.runs, run => limits.get(run.scenario))
  const { runs, ...rest } = about
  return { version: 1, ...rest, summaries, runs }
}

/** Several sittings as one: all their runs, the machine of the last. */
export function mergeResults(results: readonly BenchResult[]): BenchResult {
  const last = results.at(-1)
  if (!last) throw new Error('There is no result to take.')
  const { startedAt, machine } = last
  const rounds = Math.min(...results.map(each => each.rounds))
  const seconds = Math.min(...results.map(each => each.seconds))
  const quick = results.some(each => each.quick)
  return resultOf({ startedAt, quick, rounds, seconds, machine, runs: mergeRuns(results) })
}

/** A sitting that repeats what is there already brings rounds of its own; one of other servers shares them. */
function mergeRuns(results: readonly BenchResult[]): Run[] {
  const taken = new Set<string>()
  const key = ({ scenario, case: name, server, round }: Run, later: number) =>
    [scenario, name, server, round + later].join('\0')
  return results.flatMap(({ runs }) => {
    let later = 0
    while (runs.some(run => taken.has(key(run, later)))) later++
    for (const run of runs) taken.add(key(run, later))
    return runs.map(run => ({ ...run, round: run.round + later }))
  })
}

/** As JSON with a line for each run and summary. */
export function writeResult({ summaries, runs, ...about }: BenchResult): string {
  const lines = (items: readonly unknown[]) => items.map(item => `\n${JSON.stringify(item)}`).join(',')
  const head = JSON.stringify(about).slice(0, -1)
  return `${head},\n"summaries":[${lines(summaries)}\n],\n"runs":[${lines(runs)}\n]}\n`
}
