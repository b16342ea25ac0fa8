import type { Run } from './figures.ts'

/** One run in a line, as soon as it is measured. */
export function printRun({ scenario, case: name, server, round, figures, void: reason }: Run): void {
  const shown = Object.entries(figures).map(([figure, value]) => `${figure} ${Number(value.toPrecision(4))}`)
  const line = reason === undefined ? shown.join(' ') : `void: ${reason}`
  console.log(`${scenario} · ${name} · ${server} · ${round}: ${line}`)
}
