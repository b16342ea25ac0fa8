import type { Figures, Run, Summary } from './figures.ts'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** What a summary is measured against, by scenario and case. */
export interface Limit {
  server: string
  figure: string
}

/** Medians of each server in each case, of its runs that are not void, in the order of the runs. */
export function summarize(runs: readonly Run[], limitOf: (run: Run) => Limit | undefined): Summary[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const key = [run.scenario, run.case, run.server].join('\0')
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].map(group => summaryOf(group, runs, limitOf))
}

function summaryOf(group: Run[], runs: readonly Run[], limitOf: (run: Run) => Limit | undefined): Summary {
  const [first] = group
  if (!first) throw new Error('A group without a run.')
  const whole = group.filter(run => run.void === undefined)
  const names = Object.keys(whole[0]?.figures ?? {})
  const figures: Figures = Object.fromEntries(
    names.map(name => [name, median(whole.map(run => run.figures[name] ?? Number.NaN))]),
  )
  const { scenario, case: name, server } = first
  const voids = group.flatMap(run => run.void ?? [])
  const ratio = ratioOf(whole, runs, limitOf(first))
  return { scenario, case: name, server, figures, ...(ratio !== undefined && { ratio }), rounds: whole.length, voids }
}

/** Rounds are compared with themselves, so that what slows the machine for a while slows both. */
function ratioOf(whole: readonly Run[], runs: readonly Run[], limit: Limit | undefined): number | undefined {
  if (!limit) return undefined
  const ratios = whole.flatMap(run => {
    const other = runs.find(
      ({ scenario, case: name, server, round, void: reason }) =>
        scenario === run.scenario && name === run.case && round === run.round && server === limit.server && !reason,
    )
    const [own, its] = [run.figures[limit.figure], other?.figures[limit.figure]]
    return own !== undefined && its ? [own / its] : []
  })
  return ratios.length > 0 ? median(ratios) : undefined
}
