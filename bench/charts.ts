import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Summary } from './figures.ts'
import { installPeers } from './install-peers.ts'
import type { BenchResult } from './result.ts'
import { serverNamed } from './servers.ts'

/** One picture of horizontal bars, in groups. `drawing.mjs` of the peers draws it. */
export interface Chart {
  file: string
  title: string
  subtitle: string
  digits: number
  groups: { name: string; bars: { label: string; value: number; own: boolean }[] }[]
}

interface Wanted {
  file: string
  scenario: string
  figure: string
  title: string
  subtitle: string
  digits: number
  /** Left out where a value would dwarf the others. */
  without?: string[]
}

const WANTED: readonly Wanted[] = [
  {
    file: 'bench-fan-out.svg',
    scenario: 'fan-out',
    figure: 'cpuUs',
    title: 'What a delivery costs',
    subtitle: 'Microseconds of server CPU a delivery, all threads. Less is better.',
    digits: 2,
  },
  {
    file: 'bench-highest.svg',
    scenario: 'highest',
    figure: 'perSecond',
    title: 'How much one server carries',
    subtitle: 'Deliveries a second without loss and with p99 below 250 ms. More is better.',
    digits: 0,
  },
  {
    file: 'bench-connect.svg',
    scenario: 'connect',
    figure: 'cpuUs',
    title: 'What a member costs who comes with all the others',
    subtitle: 'Microseconds of server CPU a member; ours with login and presence. Less is better.',
    digits: 0,
    without: ['socketio-lists'],
  },
  {
    file: 'bench-memory.svg',
    scenario: 'memory',
    figure: 'kb',
    title: 'What an idle member holds',
    subtitle: 'Kilobytes of server memory a joined member. Less is better.',
    digits: 1,
  },
]

/** The charts that a result has figures for. */
export function chartsOf({ summaries }: Pick<BenchResult, 'summaries'>): Chart[] {
  return WANTED.flatMap(({ scenario, figure, without = [], ...chart }) => {
    const shown = summaries.filter(
      ({ scenario: name, server, rounds }) => name === scenario && rounds > 0 && !without.includes(server),
    )
    return shown.length > 1 ? [{ ...chart, groups: groupsOf(shown, figure) }] : []
  })
}

function groupsOf(summaries: readonly Summary[], figure: string): Chart['groups'] {
  return [...new Set(summaries.map(summary => summary.case))].map(name => ({
    name,
    bars: summaries
      .filter(summary => summary.case === name)
      .map(({ server, figures }) => ({
        label: serverNamed(server).label,
        value: figures[figure] ?? Number.NaN,
        own: server.startsWith('chat'),
      })),
  }))
}

/** Writes the charts as SVG. Returns the files' names. */
export function drawCharts(result: BenchResult, folder: string): string[] {
  const charts = chartsOf(result)
  if (charts.length === 0) return []
  installPeers('peers')
  mkdirSync(folder, { recursive: true })
  const script = path.join(import.meta.dirname, 'peers/drawing.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, path.resolve(folder)], {
    input: JSON.stringify(charts),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The charts could not be drawn: ${stderr}`)
  return charts.map(({ file }) => file)
}
