import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { RedisStore } from '../../../../../server/adapters/redis/store.ts'
import type { DirectoryNews } from '../../../../../server/ports/directory.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { settle, VirtualClock } from '../../../../support/virtual-clock.ts'

/** Stores of several nodes over one server, and what each hears of the directory. */
async function nodes(count: number) {
  const clock = new VirtualClock()
  const server = new MemoryRedisServer(() => clock.now())
  const all = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const engine = new MemoryEngine(server)
      const store = await RedisStore.open({
        engine,
        prefix: 't:',
        node: `n${n}`,
        clock,
        random: systemRandom,
        retention: { ageMs: undefined, messages: undefined },
        onFault: error => {
          throw error
        },
      })
      const heard: string[] = []
      store.shared.feed.directory({
        news: news => heard.push(...news.map(wordsOf)),
        missed: () => heard.push('missed'),
      })
      const change = (room: string) =>
        store.commit([
          {
            kind: 'directory',
            change: {
              type: 'addRoom',
              record: {
                room,
                kind: 'open',
                slowMs: 0,
                write: 'guest',
                locked: false,
                createdBy: 'a:ann',
                createdAt: 1,
              },
              members: [],
            },
          },
        ])
      return { engine, store, heard, change }
    }),
  )
  return { clock, server, all }
}

const wordsOf = (news: DirectoryNews) => (news.type === 'room' ? news.room : news.type)

describe('what is heard of the directory on Redis', () => {
  test('[RE224] every node hears every change once, in one order, and whoever makes it before it is answered', async () => {
    const { all } = await nodes(3)
    const [one, two, three] = all
    await one?.change('a')
    expect(one?.heard).toEqual(['a'])
    await Promise.all([one?.change('b'), two?.change('c'), three?.change('d')])
    await settle()
    expect(one?.heard.slice().sort()).toEqual(['a', 'b', 'c', 'd'])
    for (const { heard } of all) expect(heard).toEqual(one?.heard)
    await one?.change('a')
    expect(two?.heard).toHaveLength(4)
  })

  test('[RE225] what was missed is said, and only then: a loss, a gap, another run of the server, silence without a sign', async () => {
    const { clock, server, all } = await nodes(2)
    const [one, two] = all
    if (!one || !two) throw new Error('no nodes')
    two.engine.tell('lost')
    expect([two.store.shared.feed.current, two.heard]).toEqual([false, ['missed']])
    await one.change('a')
    two.engine.tell('live')
    await settle()
    expect([two.store.shared.feed.current, two.heard.at(-1)]).toEqual([true, 'missed'])
    await one.change('b')
    expect(two.heard.at(-1)).toBe('b')

    two.engine.deaf = true
    await one.change('c')
    two.engine.deaf = false
    await one.change('d')
    expect(two.heard.slice(-2)).toEqual(['missed', 'd'])

    two.engine.deaf = true
    await one.change('e')
    two.engine.deaf = false
    const before = two.heard.length
    await clock.run(11_000)
    expect(two.heard.slice(before)).toEqual(['missed'])
    expect(one.heard.filter(each => each === 'missed')).toEqual([])

    server.restart()
    for (const { engine } of all) engine.tell('live')
    await settle()
    await one.change('f')
    expect(two.heard.at(-1)).toBe('f')
  })

  test('[RE225] an engine that does not say where the directory stands is asked again', async () => {
    const { clock, all } = await nodes(1)
    const [one] = all
    if (!one) throw new Error('no node')
    one.engine.tell('lost')
    one.engine.cut = true
    one.engine.tell('live')
    await clock.run(1_000)
    expect(one.store.shared.feed.current).toBe(false)
    one.engine.cut = false
    await clock.run(400)
    expect(one.store.shared.feed.current).toBe(true)
  })
})
