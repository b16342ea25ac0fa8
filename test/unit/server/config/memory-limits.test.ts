import { expect, test } from 'vitest'
import { memoryLimits } from '../../../../server/config/memory-limits.ts'

test('[LM62] the log in memory takes at most half of the heap, and no more than it needs', () => {
  const waiting = { unstoredBytes: 32 * 2 ** 20, backlogBytes: 32 * 2 ** 20 }
  expect(memoryLimits(4 * 2 ** 30)).toEqual({ bytes: 256 * 2 ** 20, cids: 500_000, ...waiting })
  const { bytes, cids } = memoryLimits(100_000_000)
  expect(bytes).toBe(25_000_000)
  expect(cids).toBe(83_333)
  expect(memoryLimits(64_000_000)).toMatchObject({ unstoredBytes: 4_000_000, backlogBytes: 4_000_000 })
})
