import { describe, expect, test } from 'vitest'
import { RedisRates } from '../../../../../server/adapters/redis/redis-rates.ts'
import { shareBuckets } from '../../../../../server/app/share-buckets.ts'
import { SlowMode } from '../../../../../server/app/slow-mode.ts'
import { TokenBuckets } from '../../../../../server/core/token-bucket.ts'
import type { Clock } from '../../../../../server/ports/clock.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

/** Nodes whose own clocks began at different times. `aheadMs`: so much each machine's clock is ahead of the one before. */
function nodes(count: number, aheadMs = 0) {
  const virtual = new VirtualClock()
  const server = new MemoryRedisServer(() => virtual.now())
  const all = Array.from({ length: count }, (_, n) => {
    const clock: Clock = {
      now: () => virtual.now() + n * aheadMs,
      elapsed: () => virtual.elapsed(),
      after: (...asked) => virtual.after(...asked),
      every: (...asked) => virtual.every(...asked),
    }
    const engine = new MemoryEngine(server)
    const rates = new RedisRates({ engine, prefix: 't:', clock, log: SILENT, secret: 'x' })
    const own = () => virtual.now() - 1_000_000 * n
    const buckets = new TokenBuckets<string>({ burst: 10, perSecond: 1 }, 1_000)
    shareBuckets(rates, 'sends', buckets, clock, own)
    const slow = new SlowMode(rates, { machine: clock, own })
    return { engine, rates, buckets, slow, own, take: (key: string) => buckets.take(key, own()) }
  })
  return { clock: virtual, server, all }
}

describe('rates over nodes', () => {
  test('[RE226] whoever goes to several nodes gets no more than on one, but for what comes within a moment', async () => {
    const { clock, all } = nodes(3)
    let taken = 0
    for (let ms = 0; ms < 60_000; ms += 100) {
      for (const { take } of all) if (take('ann') === 0) taken++
      await clock.run(100)
    }
    // a burst on each before they hear of each other, then one a second
    expect(taken).toBeGreaterThan(60)
    expect(taken).toBeLessThanOrEqual(70 + 20)
    expect(all.map(({ take }) => take('bob'))).toEqual([0, 0, 0])
  })

  test('[RE226] what is given back is so everywhere, nothing is told of who takes nothing, and what fills is forgotten', async () => {
    const { clock, server, all } = nodes(2)
    const [one, two] = all
    for (let n = 0; n < 10; n++) one?.take('ann')
    await clock.run(300)
    two?.take('ann')
    await clock.run(300)
    expect(two?.take('ann')).toBeGreaterThan(0)
    for (let n = 0; n < 10; n++) one?.buckets.giveBack('ann', one.own())
    await clock.run(300)
    expect(one?.take('ann')).toBe(0)
    expect([...server.redis.copy().keys()].filter(key => key.includes('ann'))).toEqual([])
    await clock.run(60_000)
    expect(server.redis.copy().size).toBeLessThanOrEqual(1)
    expect([...server.redis.copy()].every(([, { endsAt = 0 }]) => endsAt <= clock.now())).toBe(true)
  })

  test('[RE238] a machine whose clock is wrong keeps nobody from anything on the others, and lets nobody do more', async () => {
    const { clock, all } = nodes(2, 600_000)
    const [one, two] = all
    for (let n = 0; n < 10; n++) two?.take('ann')
    await clock.run(300)
    one?.take('ann')
    await clock.run(300)
    const wait = one?.take('ann') ?? 0
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThan(11_000)
    for (let n = 0; n < 10; n++) one?.take('bob')
    await clock.run(300)
    two?.take('bob')
    await clock.run(300)
    expect(two?.take('bob')).toBeGreaterThan(0)
  })

  test('[RE226] while Redis is away the rate holds on each node', async () => {
    const { clock, all } = nodes(1)
    const [one] = all
    if (one) one.engine.cut = true
    const waits = Array.from({ length: 12 }, () => one?.take('ann') ?? 0)
    expect(waits.filter(wait => wait === 0)).toHaveLength(10)
    await clock.run(1_000)
    expect(one?.take('ann')).toBe(0)
  })

  test('[RE226] in a slow room somebody on two nodes writes as often as on one', async () => {
    const { clock, all } = nodes(2)
    let written = 0
    for (let ms = 0; ms < 100_000; ms += 100) {
      for (const { slow, own } of all) if (slow.take('r', 'ann', 10_000, own()) === 0) written++
      await clock.run(100)
    }
    expect(written).toBeLessThanOrEqual(11)
    expect(written).toBeGreaterThanOrEqual(9)
  })
})
