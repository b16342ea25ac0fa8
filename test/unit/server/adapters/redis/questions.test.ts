import { describe, expect, test } from 'vitest'
import { keySlot } from '../../../../../server/adapters/redis/key-slot.ts'
import { TAGS, tagOf } from '../../../../../server/adapters/redis/partitions.ts'
import { RedisUserBus } from '../../../../../server/adapters/redis/user-bus.ts'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

describe('what nodes ask each other', () => {
  test('[RE228] who is asked for is named by the other nodes on which they are, within a moment; nobody else answers', async () => {
    const clock = new VirtualClock()
    const server = new MemoryRedisServer(() => clock.now())
    const nodes = ['n1', 'n2', 'n3'].map(node => {
      const engine = new MemoryEngine(server)
      const bus = new RedisUserBus({ engine, clock, node, prefix: 't:' })
      const asked: unknown[] = []
      bus.answer(question => {
        asked.push(question)
        if (node === 'n3' || !question.ids.includes('g:ann')) return []
        return [{ id: 'g:ann', name: 'Ann', role: 'guest', address: `from ${node}` }]
      })
      return { engine, bus, asked }
    })
    const [one, two, three] = nodes
    if (!one || !two || !three) throw new Error('no nodes')
    const ask = async (ids: readonly string[]) => {
      const found = one.bus.ask({ ids, room: 'r' })
      await clock.run(300)
      return found
    }
    const there = { id: 'g:ann', name: 'Ann', role: 'guest', address: 'from n2' }
    const [found, nobody] = await Promise.all([ask(['g:ann', 'g:bob']), ask(['g:cleo'])])
    expect([found, nobody]).toEqual([[there], []])
    expect([one.asked.length, two.asked.length, three.asked.length]).toEqual([0, 2, 2])
    // who comes too late is not waited for
    const late = one.bus.ask({ ids: ['g:ann'], room: 'r' })
    two.engine.deaf = true
    await clock.run(300)
    expect(await late).toEqual([there])
    expect(await ask(['g:ann'])).toEqual([])
    one.engine.cut = true
    await expect(one.bus.ask({ ids: ['g:ann'], room: 'r' })).rejects.toThrow(LogUnavailable)
    for (const { bus } of nodes) bus.close()
  })
})

describe('where what has a name is kept', () => {
  test('[RE227] tags are as many on each part of a cluster, and every name has one for ever', () => {
    expect(keySlot('123456789')).toBe(0x31c3)
    expect(new Set(TAGS).size).toBe(128)
    for (const masters of [2, 3, 5, 8]) {
      const counts = new Array<number>(masters).fill(0)
      for (const tag of TAGS) counts[Math.floor((keySlot(tag) * masters) / 16_384)]!++
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }
    // what was kept is found again
    expect([tagOf('lobby'), tagOf('priv:abc')]).toEqual(['p19996', 'p15216'])
  })
})
