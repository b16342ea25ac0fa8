import { describe, expect, test } from 'vitest'
import type { Cells } from '../../../../../server/adapters/redis/cells.ts'
import { DirectoryCache } from '../../../../../server/adapters/redis/directory-cache.ts'
import { type Commit, EngineUnavailable } from '../../../../../server/adapters/redis/engine.ts'
import { endIntents } from '../../../../../server/adapters/redis/intents.ts'
import { TAGS } from '../../../../../server/adapters/redis/partitions.ts'
import { type BothRun, transactBoth } from '../../../../../server/adapters/redis/transact-both.ts'
import { takeTurn } from '../../../../../server/adapters/redis/turn.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'

const LATER = 10_000
const ROOM = TAGS[0] as string

/** Two tags of one server, and an engine that fails when it is told to. */
function begin() {
  let now = 1_000_000
  const server = new MemoryRedisServer(() => now)
  let ids = 0
  const failing = { at: Number.POSITIVE_INFINITY, before: true }
  class Failing extends MemoryEngine {
    commits = 0

    override async commit(tag: string, commit: Commit) {
      const fails = ++this.commits === failing.at
      if (fails && failing.before) throw new EngineUnavailable('It is gone.')
      const done = await super.commit(tag, commit)
      if (fails) throw new EngineUnavailable('It is gone behind it.')
      return done
    }
  }
  const engine = new Failing(server)
  const other = new MemoryEngine(server)
  const setup = { engine, prefix: 't:', id: () => `i${++ids}`, now: () => now }
  const cache = new DirectoryCache()
  const both = (run: (one: Cells, two: Cells) => BothRun<unknown>) =>
    transactBoth(setup, [{ tag: ROOM }, { tag: 'd', cache }], run)
  const logOf = (tag: string, events: number) => ({
    meta: `t:{${tag}}:h`,
    events,
    freshEpoch: `e-${tag}`,
    channel: `t:{${tag}}`,
    told: 'x',
  })
  const pass = (ms: number) => {
    now += ms
  }
  return { server, engine, other, failing, both, cache, logOf, pass, now: () => now }
}

/** Adds one to a number on each side. */
const addToBoth =
  (logs: BothRun<unknown>['logs'], first: 0 | 1 = 0) =>
  (one: Cells, two: Cells): BothRun<unknown> => {
    for (const [cells, key] of [
      [one, `t:{${ROOM}}:x`],
      [two, 't:{d}:x'],
    ] as const) {
      const hash = cells.hash(key)
      hash.set('n', String(Number(hash.get('n') ?? 0) + 1))
    }
    return { value: 'done', logs, first }
  }

describe('a change of two tags', () => {
  test('[RE220] is done on both, each once, with their logs; nothing of it is left behind', async () => {
    const { server, both, logOf } = begin()
    const logs = [logOf(ROOM, 1), logOf('d', 1)] as const
    expect(await both(addToBoth(logs))).toEqual({ value: 'done', before: [0, 0] })
    expect(await both(addToBoth(logs, 1))).toEqual({ value: 'done', before: [1, 1] })
    for (const tag of [ROOM, 'd']) {
      expect(server.redis.hash(`t:{${tag}}:x`).get('n')).toBe('2')
      expect(server.redis.hash(`t:{${tag}}:h`).get('s')).toBe('2')
      expect(server.redis.hash(`t:{${tag}}:intents`).size).toBe(0)
    }
  })

  test.each([0, 1] as const)(
    '[RE220] whoever dies between its halves has the second done by another, once, and not before its time (%i first)',
    async first => {
      const { server, engine, other, failing, both, logOf, pass, now } = begin()
      const [one, two] = first === 0 ? [ROOM, 'd'] : ['d', ROOM]
      failing.at = 2
      await expect(both(addToBoth([logOf(ROOM, 1), logOf('d', 1)], first))).rejects.toThrow(EngineUnavailable)
      expect(engine.commits).toBe(2)
      expect([server.redis.hash(`t:{${one}}:x`).get('n'), server.redis.hash(`t:{${two}}:x`).get('n')]).toEqual([
        '1',
        undefined,
      ])
      await endIntents(other, 't:', now())
      expect(server.redis.hash(`t:{${two}}:x`).size).toBe(0)
      pass(LATER)
      await Promise.all([endIntents(other, 't:', now()), endIntents(other, 't:', now())])
      await endIntents(other, 't:', now())
      expect(server.redis.hash(`t:{${two}}:x`).get('n')).toBe('1')
      expect(server.redis.hash(`t:{${two}}:h`).get('s')).toBe('1')
      expect(server.redis.hash(`t:{${one}}:intents`).size).toBe(0)
    },
  )

  test('[RE220] a half that was done without an answer is not done again', async () => {
    const { server, other, failing, both, logOf, pass, now } = begin()
    Object.assign(failing, { at: 2, before: false })
    await expect(both(addToBoth([logOf(ROOM, 1), logOf('d', 1)]))).rejects.toThrow(EngineUnavailable)
    pass(LATER)
    await endIntents(other, 't:', now())
    expect(server.redis.hash('t:{d}:x').get('n')).toBe('1')
    expect(server.redis.hash(`t:{${ROOM}}:intents`).size).toBe(0)
  })

  test('[RE221] what was only guessed of the side that does not decide has to be so', async () => {
    const { server, both, logOf } = begin()
    server.redis.run(['HSET', `t:{${ROOM}}:c`, 'ann c1', 'known'])
    const runs: (string | undefined)[] = []
    const { value } = await both((one, two) => {
      const known = one.hash(`t:{${ROOM}}:c`).getUnlikely('ann c1')
      runs.push(known)
      if (known === undefined) {
        one.hash(`t:{${ROOM}}:m`).set('1', 'again')
        two.hash('t:{d}:r').set('r', 'changed')
      }
      return { value: known, logs: [logOf(ROOM, known ? 0 : 1), known ? undefined : logOf('d', 1)], first: 1 }
    })
    expect([value, runs]).toEqual(['known', [undefined, 'known']])
    expect([server.redis.hash(`t:{${ROOM}}:m`).size, server.redis.hash('t:{d}:r').size]).toEqual([0, 0])
  })

  test('[RE221] where nothing is written a guess is looked at, too, also where there is no memory', async () => {
    const { server, both, logOf } = begin()
    server.redis.run(['HSET', `t:{${ROOM}}:h`, 'e', 'e1', 's', '7', 'r', server.run])
    server.redis.run(['HSET', `t:{${ROOM}}:c`, 'ann c1', 'known'])
    server.isFull = true
    const done = await both(one => ({
      value: one.hash(`t:{${ROOM}}:c`).getUnlikely('ann c1'),
      logs: [logOf(ROOM, 0), undefined],
      first: 0,
    }))
    expect(done).toEqual({ value: 'known', before: [7, undefined] })
  })

  test('[RE222] what is remembered of the directory is read once, until somebody writes to it, and is checked where it is written', async () => {
    const { server, engine, both, cache } = begin()
    server.redis.run(['HSET', 't:{d}:a', 'ann', 'one'])
    let views = 0
    const view = engine.view.bind(engine)
    engine.view = (...asked) => {
      views++
      return view(...asked)
    }
    const ask = async () =>
      (await both((_, two) => ({ value: two.hash('t:{d}:a').get('ann'), logs: [undefined, undefined], first: 0 })))
        .value
    expect([await ask(), await ask(), views]).toEqual(['one', 'one', 1])
    server.redis.run(['HSET', 't:{d}:a', 'ann', 'two'])
    expect(await ask()).toBe('one')
    const written = await both((_, two) => {
      const known = two.hash('t:{d}:a').get('ann')
      two.hash('t:{d}:b').set('of', known ?? '')
      return { value: known, logs: [undefined, undefined], first: 0 }
    })
    expect(written.value).toBe('two')
    cache.forget(['t:{d}:a'])
    expect(await ask()).toBe('two')
    // what is read while somebody writes is not remembered
    engine.view = async (...asked) => {
      const read = await view(...asked)
      server.redis.run(['HSET', 't:{d}:a', 'ann', 'three'])
      cache.forget(['t:{d}:a'])
      return read
    }
    cache.clear()
    expect(await ask()).toBe('two')
    engine.view = view
    expect(await ask()).toBe('three')
  })

  test('[RE237] a half that cannot be done holds up no others', async () => {
    const { server, other, failing, both, logOf, pass, now } = begin()
    for (let n = 0; n < 150; n++) {
      const intent = { tag: 'd', commands: [['NONSENSE', 't:{d}:x']], at: now() }
      server.redis.run(['HSET', `t:{${ROOM}}:intents`, `bad${n}`, n % 2 ? JSON.stringify(intent) : '{'])
    }
    failing.at = 2
    await expect(both(addToBoth([logOf(ROOM, 1), logOf('d', 1)]))).rejects.toThrow(EngineUnavailable)
    pass(LATER)
    for (let turn = 0; turn < 3; turn++) await endIntents(other, 't:', now())
    expect(server.redis.hash('t:{d}:x').get('n')).toBe('1')
    expect(server.redis.hash(`t:{${ROOM}}:intents`).size).toBe(150)
    Object.assign(other, { cut: true })
    await expect(endIntents(other, 't:', now())).rejects.toThrow(EngineUnavailable)
  })

  test('[RE230] what was decided by something remembered is checked as it was then, whatever is remembered since', async () => {
    const { server, engine, both, cache } = begin()
    const role = ['HGET', 't:{d}:u', 'ann']
    server.redis.run(['HSET', 't:{d}:u', 'ann', 'owner'])
    cache.remember(role, 'owner', cache.turn)
    const view = engine.view.bind(engine)
    let isOusted = false
    engine.view = async (...asked) => {
      const read = await view(...asked)
      if (isOusted) return read
      isOusted = true
      // while the room is looked at she is put out, which is heard here, and somebody else asks who she is
      server.redis.run(['HSET', 't:{d}:u', 'ann', 'none'])
      cache.forget(['t:{d}:u'])
      cache.remember(role, 'none', cache.turn)
      return read
    }
    const { value } = await both((one, two) => {
      one.hash(`t:{${ROOM}}:c`).getUnlikely('ann c1')
      const is = two.hash('t:{d}:u').get('ann')
      if (is === 'owner') two.hash('t:{d}:r').set('r', 'closed')
      return { value: is, logs: [undefined, undefined], first: 1 }
    })
    expect([value, server.redis.hash('t:{d}:r').get('r')]).toEqual(['none', undefined])
  })

  test('[RE223] what one node does for all is the turn of one, until it does not ask any more', async () => {
    const { engine, other, pass } = begin()
    const turns = await Promise.all([
      takeTurn(engine, 't:', 'trim', 'n1', 1_000),
      takeTurn(other, 't:', 'trim', 'n2', 1_000),
    ])
    expect(turns.filter(each => each)).toHaveLength(1)
    const [node, next] = turns[0] ? ['n1', 'n2'] : ['n2', 'n1']
    pass(900)
    expect(await takeTurn(engine, 't:', 'trim', node, 1_000)).toBe(true)
    pass(900)
    expect(await takeTurn(other, 't:', 'trim', next, 1_000)).toBe(false)
    expect(await takeTurn(other, 't:', 'intents', next, 1_000)).toBe(true)
    pass(200)
    expect(await takeTurn(other, 't:', 'trim', next, 1_000)).toBe(true)
  })
})
