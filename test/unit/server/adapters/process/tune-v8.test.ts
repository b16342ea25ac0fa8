import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { optimizeAfterStorm } from '../../../../../server/adapters/process/tune-v8.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[OP135] under Node 20 code is optimized late until the process has worked for 1.5 s, and as usual from then on', () => {
  const flags: string[] = []
  let worked = 0
  optimizeAfterStorm(
    '11.3.244.8-node.33',
    flag => flags.push(flag),
    () => worked,
  )
  expect(flags).toEqual(['--interrupt-budget=330000'])
  worked = 1_499_999
  vi.advanceTimersByTime(60_000)
  expect(flags).toHaveLength(1)
  worked = 1_500_000
  vi.advanceTimersByTime(2_000)
  expect(flags.slice(1)).toEqual(['--interrupt-budget=67584'])
  vi.advanceTimersByTime(60_000)
  expect(flags).toHaveLength(2)
  expect(vi.getTimerCount()).toBe(0)
})

test.each(['12.4.254.21-node.35', '13.6.233.17-node.41'])('[OP135] V8 %s is left alone', version => {
  const flags: string[] = []
  optimizeAfterStorm(version, flag => flags.push(flag))
  expect([flags.length, vi.getTimerCount()]).toEqual([0, 0])
})
