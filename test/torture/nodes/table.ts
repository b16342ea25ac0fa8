import type { FaultReport } from './torture-nodes.ts'

/** For people: a line for each fault. */
export function tableOf(byFault: readonly FaultReport[]): string {
  const rows = byFault.map(({ name, wholeMs, acknowledged, lost, lostWithRedis, twice, busiest }) => {
    const sorted = [...wholeMs].sort((one, other) => one - other)
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    const times = [median, sorted.at(-1) ?? 0].map(ms => `${(ms / 1_000).toFixed(1)} s`)
    return [name, wholeMs.length, ...times, acknowledged, lost, lostWithRedis, twice, busiest]
  })
  const head = [
    'fault',
    'times',
    'whole again, median',
    'worst',
    'acknowledged',
    'lost',
    'lost with the data of Redis',
    'twice',
    'connections in the busiest second',
  ]
  return [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}
