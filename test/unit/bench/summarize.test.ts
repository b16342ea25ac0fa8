import { expect, test } from 'vitest'
import type { Run } from '../../../bench/figures.ts'
import { type BenchResult, mergeResults, writeResult } from '../../../bench/result.ts'
import { median, summarize } from '../../../bench/summarize.ts'

const run = (server: string, round: number, cpuUs: number, reason?: string): Run => ({
  ...{ scenario: 'fan-out', case: 'one', server, round },
  figures: reason === undefined ? { cpuUs } : {},
  ...(reason !== undefined && { void: reason }),
})
const limit = () => ({ server: 'raw', figure: 'cpuUs' })

test('[BN4] the median of an even number lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('[BN4] rounds are compared with themselves, and the median of their ratios is the ratio', () => {
  const runs = [1, 2, 3].flatMap(round => [
    run('raw', round, 10 * round),
    run('chat', round, round === 3 ? 3 : 5 * round),
  ])
  const [raw, chat] = summarize(runs, limit)
  expect(raw).toMatchObject({ server: 'raw', ratio: 1, rounds: 3, figures: { cpuUs: 20 } })
  expect(chat).toMatchObject({ server: 'chat', ratio: 0.5, rounds: 3, figures: { cpuUs: 5 } })
})

test('[BN4] void runs are left out and told, and a limit that is void gives no ratio', () => {
  const runs = [run('raw', 1, 10), run('chat', 1, 0, 'lost'), run('raw', 2, 0, 'double'), run('chat', 2, 4)]
  expect(summarize(runs, limit)).toEqual([
    { scenario: 'fan-out', case: 'one', server: 'raw', figures: { cpuUs: 10 }, ratio: 1, rounds: 1, voids: ['double'] },
    { scenario: 'fan-out', case: 'one', server: 'chat', figures: { cpuUs: 4 }, rounds: 1, voids: ['lost'] },
  ])
})

test('[BN4] where all runs are void there are no figures', () => {
  expect(summarize([run('chat', 1, 0, 'lost')], limit)).toMatchObject([{ figures: {}, rounds: 0, voids: ['lost'] }])
})

test('[BN4] sittings are put together: repeated runs are more rounds, other servers are the same ones', () => {
  const of = (...runs: Run[]) =>
    ({ ...{ version: 1, rounds: 1, seconds: 5, quick: false, startedAt: 0 }, runs }) as BenchResult
  const { runs } = mergeResults([
    of(run('raw-uws', 1, 4)),
    of(run('chat', 1, 2)),
    of(run('raw-uws', 1, 5), run('chat', 1, 3)),
  ])
  expect(runs.map(({ server, round }) => [server, round])).toEqual([
    ['raw-uws', 1],
    ['chat', 1],
    ['raw-uws', 2],
    ['chat', 2],
  ])
})

test('[BN4] a result that is written is read as it was', () => {
  const result = mergeResults([
    { rounds: 1, seconds: 5, quick: false, runs: [run('chat', 1, 2)] } as unknown as BenchResult,
  ])
  expect(JSON.parse(writeResult(result))).toEqual(JSON.parse(JSON.stringify(result)))
})
