import { expect, test } from 'vitest'
import { Cells } from '../../../../../server/adapters/redis/cells.ts'
import { Known, type Missing, together } from '../../../../../server/adapters/redis/known.ts'
import { ask, transact } from '../../../../../server/adapters/redis/transact.ts'
import { CountingEngine } from '../../../../support/redis/counting-engine.ts'
import { MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'

const TAG = 'd'

function begin() {
  const server = new MemoryRedisServer(() => 0)
  const engine = new CountingEngine(server)
  const write = (run: (cells: Cells) => void) => transact(engine, TAG, cells => ({ value: run(cells) }))
  return { server, engine, write }
}

test('[RE60] what is only glanced at may change before the commit, what is relied on may not', async () => {
  const { server, engine, write } = begin()
  await write(cells => cells.hash('h').set('n', '1'))
  const runs = async (read: (cells: Cells) => unknown) => {
    let times = 0
    await write(cells => {
      read(cells)
      if (times++ === 0) server.redis.run(['HSET', 'h', 'n', String(Math.random())])
      cells.hash('g').set('seen', 'x')
    })
    return times
  }
  expect(await runs(cells => cells.glance(() => cells.hash('h').get('n')))).toBe(1)
  expect(await runs(cells => cells.hash('h').get('n'))).toBe(2)
  expect(engine.refused).toBe(1)
})

test('[RE60] what is relied on stays so when it is glanced at, too', async () => {
  const { write } = begin()
  await write(cells => {
    expect(cells.hash('h').get('n')).toBe(undefined)
    cells.glance(() => cells.hash('h').get('n'))
    expect([...cells.relied]).toEqual([['HGET', 'h', 'n']])
  })
})

test('[RE60] a number is added to without being asked for, by two at once', async () => {
  const { server, engine, write } = begin()
  const add = (by: number) =>
    write(cells => {
      cells.hash('n').increment('people', by)
      cells.hash('n').increment('people', by)
      cells.hash('n').increment('rooms', by)
      cells.hash('n').increment('rooms', -by)
    })
  await Promise.all([add(1), add(10), add(-2)])
  expect(server.redis.run(['HGETALL', 'n'])).toEqual(['people', '18'])
  expect(engine.views + engine.refused).toBe(0)
})

test('[RE60] whether a hash has anything is one command, and what is written in the run counts', async () => {
  const { engine, write } = begin()
  const any = () => ask(engine, TAG, cells => cells.hash('h').any())
  expect([await any(), engine.commands]).toEqual([false, 1])
  await write(cells => {
    const hash = cells.hash('h')
    hash.set('a', '1')
    expect(hash.any()).toBe(true)
    hash.delete('a')
    expect(hash.any()).toBe(false)
    hash.set('b', '1')
  })
  expect(await any()).toBe(true)
  await write(cells => {
    const hash = cells.hash('h')
    hash.delete('b')
    expect(hash.any()).toBe(false)
    cells.drop('h')
    expect(hash.any()).toBe(false)
  })
  expect(await any()).toBe(false)
})

test('[RE60] those from a score on are counted, with those that are written', async () => {
  const { engine, write } = begin()
  await write(cells => {
    for (const [member, score] of Object.entries({ a: 1, b: 5, c: 9 })) cells.sorted('z').add(member, score)
  })
  const before = engine.trips
  await write(cells => {
    const sorted = cells.sorted('z')
    sorted.add('a', 7)
    sorted.add('b', 2)
    sorted.delete('c')
    sorted.add('d', 5)
    expect([sorted.countFrom(5), sorted.countFrom(8), sorted.count()]).toEqual([2, 0, 3])
  })
  // what was written is looked up at once
  expect(engine.trips - before).toBeLessThanOrEqual(5)
  expect(await ask(engine, TAG, cells => cells.sorted('z').countFrom(5))).toBe(2)
})

test('[RE60] of a range to which much was written in the run little is read anew', async () => {
  const { engine, write } = begin()
  await write(cells => {
    for (let n = 0; n < 300; n++) cells.sorted('z').add(`m${n}`, n)
  })
  const before = engine.trips
  await write(cells => {
    for (let n = 0; n < 300; n++) {
      const [oldest] = cells.sorted('z').range({ by: 'score', limit: 1 })
      expect(oldest?.member).toBe(`m${n}`)
      cells.sorted('z').delete(`m${n}`)
    }
  })
  expect(engine.trips - before).toBeLessThan(15)
})

test('[RE61] what several questions miss is read at once, and what is only tried comes to nothing', async () => {
  const { server, engine, write } = begin()
  await write(cells => {
    const tried = cells.scratch()
    together([
      () => tried.hash('a').get('f'),
      () => tried.hash('b').get('f'),
      () => tried.hash('b').get('f'),
      () => tried.hash('c').set('f', 'nothing'),
    ])
    expect(cells.hash('a').get('f')).toBe(undefined)
    expect([...cells.relied]).toEqual([['HGET', 'a', 'f']])
  })
  expect([engine.views, engine.commands]).toEqual([1, 2])
  expect(server.redis.copy().size).toBe(0)
  await expect(
    write(() =>
      together([
        () => {
          throw new RangeError('a fault')
        },
      ]),
    ),
  ).rejects.toThrow('a fault')
})

test('[RE61] what a scratch misses is read for those that it is of', () => {
  const known = new Known()
  const cells = new Cells(known)
  const missed = (run: () => unknown): Missing => {
    try {
      run()
    } catch (error) {
      return error as Missing
    }
    throw new Error('Nothing is missing.')
  }
  expect(missed(() => cells.scratch().scratch().hash('a').get('f')).of).toBe(known)
  expect(missed(() => together([() => cells.scratch().sorted('z').count()])).of).toBe(known)
})

test('[RE60] that there is nothing is known, too, and what is remembered stands behind what was read', () => {
  const command = ['HGET', 'h', 'f']
  const remembered = new Map([['HGET\0h\0f', 'old']])
  const alone = new Known()
  alone.set(command, null)
  expect(new Cells(alone).hash('h').get('f')).toBe(undefined)
  const known = new Known(remembered)
  expect(new Cells(known).hash('h').get('f')).toBe('old')
  known.set(command, null)
  expect(new Cells(known).hash('h').get('f')).toBe(undefined)
})
