import { expect, test } from 'vitest'
import { NodeLease } from '../../../../../server/adapters/redis/node-lease.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

async function setUp() {
  const clock = new VirtualClock()
  const server = new MemoryRedisServer(() => clock.now())
  const start = async (name: string, leap = () => 0) => {
    const engine = new MemoryEngine(server)
    const own = {
      now: () => clock.now() + leap(),
      elapsed: () => clock.elapsed(),
      after: clock.after.bind(clock),
      every: clock.every.bind(clock),
    }
    const lease = new NodeLease({ engine, prefix: 'chat:', clock: own, name, random: 'x' })
    const heard: string[] = []
    lease.gone(node => heard.push(`${node} gone`))
    lease.lapsed(() => heard.push('lapsed'))
    await lease.start()
    return { engine, lease, heard }
  }
  const kept = () => [...server.redis.hash('chat:{d}:nodes').keys()]
  return { clock, server, start, kept }
}

test('[RE101] nodes know of each other, and whose lease has ended, once', async () => {
  const { clock, start, kept } = await setUp()
  const [a, b, c] = [await start('a'), await start('b'), await start('c')]
  await clock.run(60_000)
  expect([a.heard, b.heard, c.heard]).toEqual([[], [], []])
  expect([a.lease.alive('a.x'), a.lease.alive('b.x'), c.lease.alive('a.x')]).toEqual([true, true, true])
  b.engine.cut = true
  await clock.run(14_000)
  expect([a.heard, a.lease.alive('b.x')]).toEqual([[], true])
  await clock.run(11_000)
  expect([a.heard, c.heard, a.lease.alive('b.x')]).toEqual([['b.x gone'], ['b.x gone'], false])
  await clock.run(120_000)
  expect([a.heard.length, c.heard.length, kept()]).toEqual([1, 1, ['a.x', 'c.x']])
})

test('[RE101] a node that was away is told that its lease had ended, and is there again', async () => {
  const { clock, start } = await setUp()
  const [a, b] = [await start('a'), await start('b')]
  await clock.run(6_000)
  b.engine.cut = true
  await clock.run(12_000)
  b.engine.cut = false
  await clock.run(10_000)
  expect([a.heard, b.heard]).toEqual([[], []])
  b.engine.cut = true
  await clock.run(40_000)
  b.engine.cut = false
  await clock.run(10_000)
  expect([a.heard, b.heard, a.lease.alive('b.x')]).toEqual([['b.x gone'], ['lapsed'], true])
})

test('[RE101] a node whose lease is lost with all data is told so, and nobody is gone', async () => {
  const { clock, server, start } = await setUp()
  const [a, b] = [await start('a'), await start('b')]
  await clock.run(6_000)
  server.restart(new Map())
  await clock.run(1_500)
  await a.lease.confirm()
  expect([a.heard.includes('lapsed'), a.lease.lapsedWithin(10_000), b.lease.lapsedWithin(10_000)]).toEqual([
    true,
    true,
    false,
  ])
  await clock.run(5_000)
  expect([b.heard.includes('lapsed'), a.lease.alive('b.x'), b.lease.alive('a.x')]).toEqual([true, true, true])
})

test('[RE101] a node that stops is gone at the next look, and one that nobody knows is looked for', async () => {
  const { clock, start } = await setUp()
  const [a, b] = [await start('a'), await start('b')]
  await clock.run(5_000)
  await b.lease.stop()
  const late = await start('late')
  expect([a.lease.alive('late.x'), a.lease.alive('never.x')]).toEqual([true, true])
  await clock.run(5_000)
  expect(a.heard.sort()).toEqual(['b.x gone', 'never.x gone'])
  expect([a.lease.alive('late.x'), a.lease.alive('never.x'), late.lease.alive('a.x')]).toEqual([true, false, true])
})

test('[RE101] no change of a machine’s time ends a lease, and none keeps one', async () => {
  const { clock, start } = await setUp()
  let leap = 0
  const [a, b] = [await start('a'), await start('b', () => leap)]
  for (const by of [3_600_000, -7_200_000, 0]) {
    leap = by
    await clock.run(60_000)
    expect([a.heard, b.heard]).toEqual([[], []])
  }
  leap = 3_600_000
  await clock.run(6_000)
  b.engine.cut = true
  await clock.run(25_000)
  expect(a.heard).toEqual(['b.x gone'])
})
