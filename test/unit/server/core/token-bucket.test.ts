import { describe, expect, test } from 'vitest'
import { TokenBuckets } from '../../../../server/core/token-bucket.ts'

describe('token buckets', () => {
  test('[LM1] the burst goes at once, then one at a time at the rate', () => {
    const buckets = new TokenBuckets<string>({ burst: 3, perSecond: 2 }, 10)
    expect([1, 2, 3].map(() => buckets.take('a', 1_000))).toEqual([0, 0, 0])
    expect(buckets.take('a', 1_000)).toBe(500)
    expect(buckets.take('a', 1_499)).toBe(1)
    expect(buckets.take('a', 1_500)).toBe(0)
    expect(buckets.take('b', 1_500)).toBe(0)
  })

  test('[LM1] a cost above the burst is as much as the burst', () => {
    const buckets = new TokenBuckets<string>({ burst: 3, perSecond: 1 }, 10)
    expect(buckets.take('a', 0, 100)).toBe(0)
    expect(buckets.take('a', 0, 1)).toBe(1_000)
  })

  test('[LM2] full buckets are not kept, and no more than the cap are', () => {
    const buckets = new TokenBuckets<number>({ burst: 1, perSecond: 1 }, 100)
    for (let i = 0; i < 1_000; i++) buckets.take(i, 0)
    expect(buckets.size).toBe(100)
    expect(buckets.take(999, 500)).toBe(500)
    buckets.take(1_000, 2_000)
    expect(buckets.size).toBeLessThan(100)
  })

  test('[LM2] buckets that have filled up again are forgotten while others are used, and those in use never', () => {
    const buckets = new TokenBuckets<string>({ burst: 10, perSecond: 1 }, 1_000_000)
    for (let now = 0; now < 1_000_000; now += 10) {
      buckets.take(`guest ${now}`, now)
      if (now % 1_000 === 0) expect(buckets.take('regular', now, now === 0 ? 10 : 1)).toBe(0)
      else if (now % 500 === 0) expect(buckets.take('regular', now)).toBe(500)
    }
    expect(buckets.size).toBeLessThan(2_100)
  })

  test('[SE208] what is given back can be taken again, and never more than the burst', () => {
    const buckets = new TokenBuckets<string>({ burst: 2, perSecond: 1 }, 10)
    expect([buckets.take('a', 0), buckets.take('a', 0), buckets.take('a', 0)]).toEqual([0, 0, 1_000])
    buckets.giveBack('a', 0)
    expect([buckets.take('a', 0), buckets.take('a', 0)]).toEqual([0, 1_000])
    for (let n = 0; n < 5; n++) buckets.giveBack('a', 0)
    expect(buckets.size).toBe(0)
    buckets.giveBack('nobody', 0)
    expect([buckets.take('a', 0), buckets.take('a', 0), buckets.take('a', 0)]).toEqual([0, 0, 1_000])
  })
})
