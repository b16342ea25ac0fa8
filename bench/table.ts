import type { Summary } from './figures.ts'
import type { Scenario } from './scenario.ts'
import { serverNamed } from './servers.ts'

/** The rows of one case: heading first, then each server. */
export function rowsOf(scenario: Scenario, summaries: readonly Summary[]): string[][] {
  const { columns, limit } = scenario
  const against = limit ? [`x ${serverNamed(limit.server).label}`] : []
  const rows = summaries.map(({ server, figures, ratio, rounds, voids }) => {
    const label = serverNamed(server).label
    if (rounds === 0) return [label, `void: ${voids[0] ?? 'no run'}`]
    const cells = columns.map(({ figure, digits }) => shown(figures[figure], digits))
    const note = voids.length > 0 ? ` (${voids.length} void)` : ''
    return [`${label}${note}`, ...cells, ...(limit ? [shown(ratio, 2)] : [])]
  })
  return [['', ...columns.map(({ heading }) => heading), ...against], ...rows]
}

/** The summaries of a scenario by case, in their order. */
export function byCase(scenario: Scenario, summaries: readonly Summary[]): Map<string, Summary[]> {
  const cases = new Map<string, Summary[]>()
  for (const summary of summaries)
    if (summary.scenario === scenario.name) cases.set(summary.case, [...(cases.get(summary.case) ?? []), summary])
  return cases
}

export function textTable(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => (row.length > 2 ? (row[column] ?? '').length : 0))),
  )
  const names = Math.max(...rows.map(([name = '']) => name.length))
  return rows
    .map(([name = '', ...cells]) => {
      const rest = cells.length === 1 ? cells : cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))
      return [name.padEnd(names), ...rest].join('  ').trimEnd()
    })
    .join('\n')
}

export function markdownTable(rows: readonly string[][]): string {
  const [heading = [], ...body] = rows
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |')
  const rule = `|${heading.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`
  const full = (row: string[]) => [...row, ...Array(heading.length - row.length).fill('')]
  return [line(heading), rule, ...body.map(row => line(full(row)))].join('\n')
}

/** A figure as tables show it; nothing where there is none. */
export function shown(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return ''
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
