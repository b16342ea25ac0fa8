import type { Run } from '../figures.ts'
import type { Scenario } from '../scenario.ts'
import { median } from '../summarize.ts'

/** One figure of one case, of our build and of the other one. */
export interface Comparison {
  scenario: string
  case: string
  figure: string
  /** The figure's name and unit. */
  heading: string
  digits: number
  ours: number
  theirs: number
  /** Ours / theirs: the median of each round's own, so that what slows the machine for a while slows both. */
  ratio: number
}

export interface ComparedCase {
  scenario: string
  case: string
  /** Rounds in which both builds were measured. */
  rounds: number
  voids: string[]
  figures: Comparison[]
}

/** Medians of both builds over the rounds in which neither run was void, case by case in the order of the runs. */
export function compareRuns(
  runs: readonly Run[],
  scenarios: readonly Scenario[],
  names: { ours: string; theirs: string },
): ComparedCase[] {
  return scenarios.flatMap(scenario => {
    const cases = new Map<string, Run[]>()
    for (const run of runs)
      if (run.scenario === scenario.name) cases.set(run.case, [...(cases.get(run.case) ?? []), run])
    return [...cases].map(([name, itsRuns]) => compareCase(scenario, name, pairsOf(itsRuns, names)))
  })
}

interface Pair {
  ours: Run
  theirs: Run
}

/** The two runs of each round. */
function pairsOf(runs: readonly Run[], names: { ours: string; theirs: string }): Pair[] {
  const theirs = new Map(runs.filter(run => run.server === names.theirs).map(run => [run.round, run]))
  return runs.flatMap(run => {
    const other = theirs.get(run.round)
    return run.server === names.ours && other ? [{ ours: run, theirs: other }] : []
  })
}

function compareCase(scenario: Scenario, name: string, pairs: readonly Pair[]): ComparedCase {
  const whole = pairs.filter(({ ours, theirs }) => ours.void === undefined && theirs.void === undefined)
  const voids = pairs.flatMap(({ ours, theirs }) => [ours, theirs]).filter(run => run.void !== undefined)
  const about = { scenario: scenario.name, case: name }
  return {
    ...about,
    rounds: whole.length,
    voids: voids.map(run => `${run.server}: ${run.void}`),
    figures: scenario.columns.map(column => {
      const valuesOf = (which: keyof Pair) => whole.map(pair => pair[which].figures[column.figure] ?? Number.NaN)
      const [ours, theirs] = [valuesOf('ours'), valuesOf('theirs')]
      const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN)).filter(Number.isFinite)
      return { ...about, ...column, ours: median(ours), theirs: median(theirs), ratio: median(ratios) }
    }),
  }
}
