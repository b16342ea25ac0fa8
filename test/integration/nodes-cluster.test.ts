import { describe, expect, onTestFinished, test } from 'vitest'
import { keySlot } from '../../server/adapters/redis/key-slot.ts'
import { tagOf } from '../../server/adapters/redis/partitions.ts'
import { seeded } from '../simulation/random.ts'
import { startNodes } from '../support/nodes/start-nodes.ts'
import { RedisCluster } from '../support/redis/redis-cluster.ts'
import { redisIsThere } from '../support/redis/redis-server.ts'
import { Crowd } from '../torture/nodes/crowd.ts'
import { becomesWhole, judge } from '../torture/nodes/judge.ts'

describe.skipIf(!redisIsThere())('nodes on a cluster of Redis', () => {
  test('[RE166] rooms on all of three masters work, also after one of them was killed and is back with its data', async () => {
    const cluster = await RedisCluster.start(3, ['--appendonly', 'yes', '--appendfsync', 'always'])
    onTestFinished(() => cluster.remove())
    const nodes = await startNodes({ count: 2, redis: cluster, args: ['--log-level', 'warn'] })
    onTestFinished(() => nodes.remove())
    const slots = new Map<unknown, string>()
    for (let n = 1; slots.size < 3; n++) {
      const room = `room-${n}`
      const owner = cluster.ownerOf(keySlot(tagOf(room)))
      if (!slots.has(owner)) slots.set(owner, room)
    }
    const crowd = await Crowd.enter({
      server: nodes.balancer.url,
      people: 12,
      writers: 6,
      rooms: [...slots.values()],
      random: seeded(1),
    })
    onTestFinished(() => crowd.close())
    const { book } = crowd
    const look = async () => {
      await becomesWhole(crowd, nodes.all, 30_000)
      await judge(crowd, nodes.all)
      expect(book.faults).toEqual([])
    }
    const talk = async (count: number) => {
      const before = book.acknowledged
      crowd.write()
      const isEnough = () => book.acknowledged - before > count && crowd.rooms.every(room => book.lastOf(room) > 0)
      await expect.poll(isEnough, { timeout: 20_000 }).toBe(true)
    }
    await talk(20)
    await look()
    const [, killed] = cluster.masters
    await talk(5)
    await killed?.kill9()
    await killed?.start()
    await look()
    await talk(10)
    await look()
  }, 60_000)
})
