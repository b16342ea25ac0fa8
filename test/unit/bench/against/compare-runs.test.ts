import { expect, test } from 'vitest'
import { compareRuns } from '../../../../bench/against/compare-runs.ts'
import { caseText } from '../../../../bench/against/print-comparison.ts'
import type { Run } from '../../../../bench/figures.ts'
import { fanOut } from '../../../../bench/scenarios/fan-out.ts'

const scenario = { ...fanOut, columns: [{ figure: 'cpuUs', heading: 'CPU, µs', digits: 1 }] }
const names = { ours: 'chat', theirs: 'chat-abc' }
const run = (server: string, round: number, cpuUs: number, reason?: string): Run => ({
  ...{ scenario: 'fan-out', case: 'one', server, round, figures: reason === undefined ? { cpuUs } : {} },
  ...(reason !== undefined && { void: reason }),
})

test('[BN60] both builds have medians, and the ratio is the median of the ratios of the rounds', () => {
  const runs = [1, 2, 4].flatMap((slowness, index) => [
    run('chat', index + 1, 10 * slowness),
    run('chat-abc', index + 1, index === 0 ? 40 : 20 * slowness),
  ])
  const [compared] = compareRuns(runs, [scenario], names)
  expect(compared).toMatchObject({ scenario: 'fan-out', case: 'one', rounds: 3, voids: [] })
  expect(compared?.figures).toMatchObject([{ figure: 'cpuUs', ours: 20, theirs: 40, ratio: 0.5 }])
})

test('[BN60] a round in which one of the two is void counts for neither, and says so', () => {
  const runs = [run('chat', 1, 10), run('chat-abc', 1, 0, 'lost'), run('chat', 2, 30), run('chat-abc', 2, 10)]
  const [compared] = compareRuns(runs, [scenario], names)
  expect(compared).toMatchObject({ rounds: 1, voids: ['chat-abc: lost'] })
  expect(compared?.figures).toMatchObject([{ ours: 30, theirs: 10, ratio: 3 }])
})

test('[BN60] each figure is shown as ours, theirs and their ratio; without a whole round only why', () => {
  const [whole] = compareRuns([run('chat', 1, 10), run('chat-abc', 1, 20)], [scenario], names)
  expect(whole && caseText(whole, 'abc').split('\n')).toEqual([
    'Fan-out: one',
    '         ours   abc  ours/theirs',
    'CPU, µs  10.0  20.0         0.50',
  ])
  const [none] = compareRuns([run('chat', 1, 0, 'lost'), run('chat-abc', 1, 20)], [scenario], names)
  expect(none && caseText(none, 'abc')).toBe('Fan-out: one\nvoid: chat: lost')
})
