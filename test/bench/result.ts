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
