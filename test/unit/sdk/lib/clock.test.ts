import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../../sdk/lib/clock.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test.each([
  [1_700_000_000_000, 1_700_000_000_000],
  ['1700000000000', 1_700_000_000_000],
  [NaN, 0],
  [undefined, 0],
  ['soon', 0],
  [Infinity, 8e15],
  [8.64e15, 8e15],
  [-1e300, -8e15],
])('[WG79] a page whose clock says %j has the time %i', (said, now) => {
  vi.spyOn(Date, 'now').mockReturnValue(said as number)
  expect(systemClock.now()).toBe(now)
  expect(() => new Date(now).toISOString()).not.toThrow()
})

test('[WG79] what is a month away does not come at once', () => {
  vi.useFakeTimers()
  const run = vi.fn()
  const cancel = systemClock.after(40 * 86_400_000, run)
  vi.advanceTimersByTime(20 * 86_400_000)
  expect(run).not.toHaveBeenCalled()
  cancel()
})
