import { expect, test, vi } from 'vitest'
import { makeCid } from '../../../../sdk/lib/make-cid.ts'
import { CID } from '../../../../sdk/protocol/limits.ts'

test('[CL1] a cid is one that the server takes, and each is another one', () => {
  const cids = new Set(Array.from({ length: 10_000 }, makeCid))
  expect(cids.size).toBe(10_000)
  for (const cid of cids) expect(cid).toMatch(CID)
})

test('[CL1] a cid begins with its time, so that later ones come behind earlier ones', () => {
  vi.useFakeTimers()
  try {
    const cids = [0, 1, 60_000, 86_400_000].map(after => {
      vi.setSystemTime(1_764_000_000_000 + after)
      return makeCid()
    })
    expect(cids.toSorted()).toEqual(cids)
  } finally {
    vi.useRealTimers()
  }
})
