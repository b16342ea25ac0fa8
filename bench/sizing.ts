import type { Figures, Summary } from './figures.ts'
import type { BenchResult } from './result.ts'
import { markdownTable } from './table.ts'

/** A core that is busier than this answers late when more comes for a moment. */
const HEADROOM = 0.5
const MEMORY_HEADROOM = 1.5

interface Load {
  rooms: number
  members: number
  /** Messages a second in each room. */
  rate: number
}

const LOADS: readonly Load[] = [
  { rooms: 1, members: 100, rate: 1 },
  { rooms: 1, members: 1_000, rate: 5 },
  { rooms: 1, members: 1_000, rate: 200 },
  { rooms: 1, members: 1_000, rate: 1_000 },
  { rooms: 1, members: 10_000, rate: 5 },
  { rooms: 10, members: 1_000, rate: 50 },
  { rooms: 1_000, members: 10, rate: 1 },
]

/** What each load needs: cores and memory, from what was measured. */
export function sizingTable({ summaries }: Pick<BenchResult, 'summaries'>): string {
  const of = (scenario: string, name: RegExp): Figures | undefined =>
    summaries.find(
      (found: Summary) =>
        found.scenario === scenario && found.server === 'chat' && found.rounds > 0 && name.test(found.case),
    )?.figures
  const idle = of('memory', /./)
  const points = [
    { perRoom: 5, cpuUs: of('lone', /./)?.cpuUs },
    { perRoom: 50, cpuUs: of('fan-out', / 50 messages/)?.cpuUs },
    { perRoom: 200, cpuUs: of('fan-out', / 200 messages/)?.cpuUs },
    { perRoom: 1_000, cpuUs: of('fan-out', / 1,000 messages/)?.cpuUs },
  ].flatMap(({ perRoom, cpuUs }) => (cpuUs === undefined ? [] : [{ perRoom, cpuUs }]))
  const small = of('rooms', /./)?.cpuUs
  if (!idle || small === undefined || points.length < 4) return 'Not measured.'
  const base = (idle.rssMb ?? 0) - ((idle.kb ?? 0) * 10_000) / 1_024
  const rows = LOADS.map(({ rooms, members, rate }) => {
    const cost = members <= 10 ? small : costAt(points, rate)
    const deliveries = rooms * members * rate
    const cores = (deliveries * cost) / 1e6
    const memory = (base + (rooms * members * (idle.kb ?? 0)) / 1_024) * MEMORY_HEADROOM
    return [
      `${rooms.toLocaleString('en')} x ${members.toLocaleString('en')}`,
      rate.toLocaleString('en'),
      deliveries.toLocaleString('en'),
      cost.toFixed(2),
      `${(cores * 100).toFixed(cores < 0.1 ? 1 : 0)} %`,
      cores <= HEADROOM ? '1' : `${Math.ceil(cores / HEADROOM)}, as many servers`,
      `${Math.ceil(memory / 50) * 50} MB`,
    ]
  })
  const heading = ['rooms x members', 'messages/s in each', 'deliveries/s', 'µs each', 'of a core', 'cores', 'memory']
  return markdownTable([heading, ...rows])
}

/** Between two measured rates the cost is taken in proportion of their logarithms; outside, the nearest. */
function costAt(points: readonly { perRoom: number; cpuUs: number }[], rate: number): number {
  const above = points.find(({ perRoom }) => perRoom >= rate) ?? points.at(-1)
  const below = points.findLast(({ perRoom }) => perRoom <= rate) ?? points[0]
  if (!above || !below) return Number.NaN
  if (above.perRoom <= below.perRoom) return above.cpuUs
  const share = Math.log(rate / below.perRoom) / Math.log(above.perRoom / below.perRoom)
  return below.cpuUs + (above.cpuUs - below.cpuUs) * share
}
