import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delay } from '../../../../sdk/lib/backoff.ts'

test('[CN2] the wait is a random part of a bound that doubles from 1 s to 20 s', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(attempt => delay(attempt, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000,
  ])
  expect(delay(3, 0.25)).toBe(1_000)
})

test('[CN2] no wait is negative or above 20 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const ms = delay(attempt, random)
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThanOrEqual(20_000)
    }),
  )
})
