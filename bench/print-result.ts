import type { BenchResult } from './result.ts'
import { SCENARIOS } from './scenarios/all.ts'
import { byCase, rowsOf, textTable } from './table.ts'

/** The tables, for a terminal. */
export function printResult({ summaries, rounds, seconds, quick }: BenchResult): void {
  for (const scenario of SCENARIOS)
    for (const [name, rows] of byCase(scenario, summaries))
      console.log(`\n${scenario.title}: ${name}\n${textTable(rowsOf(scenario, rows))}`)
  const voids = summaries.reduce((sum, summary) => sum + summary.voids.length, 0)
  console.log(`\nMedians of ${rounds} rounds with loads of ${seconds} s. ${voids} runs were void.`)
  if (quick) console.log('A quick run shows that all works; its figures say little.')
}
