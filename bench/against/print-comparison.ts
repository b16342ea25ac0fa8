import { SCENARIOS } from '../scenarios/all.ts'
import { shown, textTable } from '../table.ts'
import type { ComparedCase } from './compare-runs.ts'

/** Ours, theirs and the ratio of every figure, for a terminal. */
export function printComparison(cases: readonly ComparedCase[], theirs: string): void {
  for (const each of cases) console.log(`\n${caseText(each, theirs)}`)
}

export function caseText({ scenario, case: name, rounds, voids, figures }: ComparedCase, theirs: string): string {
  const title = SCENARIOS.find(known => known.name === scenario)?.title ?? scenario
  const rows = figures.map(({ heading, digits, ours, theirs: other, ratio }) => [
    heading,
    shown(ours, digits),
    shown(other, digits),
    shown(ratio, 2),
  ])
  const table = rounds > 0 ? [textTable([['', 'ours', theirs, 'ours/theirs'], ...rows])] : []
  return [`${title}: ${name}`, ...table, ...voids.map(reason => `void: ${reason}`)].join('\n')
}
