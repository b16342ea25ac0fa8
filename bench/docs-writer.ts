import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { drawCharts } from './charts.ts'
import { type BenchResult, writeResult } from './result.ts'
import type { Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/all.ts'
import { sizingTable } from './sizing.ts'
import { byCase, markdownTable, rowsOf } from './table.ts'

const DOCS = path.join(import.meta.dirname, '../docs')

/** Keeps the result beside the page, draws the charts, and fills the page's tables. */
export function writeDocs(result: BenchResult): void {
  const page = path.join(DOCS, 'performance.md')
  writeFileSync(path.join(DOCS, 'performance.json'), writeResult(result))
  drawCharts(result, path.join(DOCS, 'images'))
  writeFileSync(page, fillPage(readFileSync(page, 'utf8'), result))
}

/** The page with what stands between its markers, `<!-- bench NAME -->` and `<!-- end -->`, made from the result. */
export function fillPage(page: string, result: BenchResult): string {
  return page.replace(/(<!-- bench ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_all, begin, name, end) => {
    return `${begin}\n${sectionNamed(name, result)}\n\n${end}`
  })
}

function sectionNamed(name: string, result: BenchResult): string {
  if (name === 'machine') return machineSection(result)
  if (name === 'sizing') return sizingTable(result)
  const scenario = SCENARIOS.find(known => known.name === name)
  if (!scenario) throw new Error(`The page wants a table of ${name}, which is no scenario.`)
  return scenarioSection(scenario, result)
}

function scenarioSection(scenario: Scenario, { summaries }: BenchResult): string {
  const tables = [...byCase(scenario, summaries)].map(
    ([name, rows]) => `**${name}**\n\n${markdownTable(rowsOf(scenario, rows))}`,
  )
  return [scenario.about, ...(tables.length > 0 ? tables : ['Not measured.'])].join('\n\n')
}

function machineSection({ machine, summaries, seconds, startedAt }: BenchResult): string {
  const { cpu, cores, memoryGb, kernel, node, versions, commit } = machine
  const counts = summaries.map(({ rounds }) => rounds)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const rounds = least === most ? `${most}` : `${least} to ${most}`
  const rows = [
    ['', ''],
    ['machine', `${cpu}, ${cores} cores, ${memoryGb} GB`],
    ['system', `${kernel}, Node ${node.slice(1)}`],
    [
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ...(commit ? [['commit', commit]] : []),
    [
      'measured',
      `${new Date(startedAt).toISOString().slice(0, 10)}, medians of ${rounds} rounds, loads of ${seconds} s`,
    ],
  ]
  return markdownTable(rows).replace('|---|---:|', '|---|---|')
}
