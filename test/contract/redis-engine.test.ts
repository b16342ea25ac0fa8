import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../server/adapters/redis/digest.ts'
import { type Command, type Commit, type Engine, place, type Reply } from '../../server/adapters/redis/engine.ts'
import { type Range, rangeCommand } from '../../server/adapters/redis/sorted-cells.ts'
import { ENGINE_SOURCES, type EngineSource } from '../support/redis/engines.ts'
import { MemoryEngine, MemoryRedisServer } from '../support/redis/memory-engine.ts'

const TAG = 'p1'
const EPOCHS = ['e1', 'e2', 'e3']
/** Of one run; each sequence has keys of its own. */
let sequences = 0

// few of each, so that they meet
const field = fc.constantFrom('1', '2', '3', 'ключ', '\u{1F600}', 'x'.repeat(70))
const number = fc.integer({ min: 0, max: 4 })
const value = fc.oneof(
  fc.constantFrom('', '-', '0', 'one\ntwo', 'm 1 0 2 rest\n{"a":1}', 'm 1 0 - rest', `long ${'й'.repeat(200)}`, '=\0='),
  fc.integer({ min: -2, max: 3 }).map(k => `m ${place(k)} 0 ${place(k)} of ${place(1)}\n{}`),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const score = fc.oneof(number.map(String), fc.constantFrom('-3', String(2 ** 50), place(1), place(2)))
const member = fc.oneof(field, fc.constantFrom('a', 'b', 'a\0', 'ab', 'z'))
const hash = fc.constantFrom('h1', 'h2')
const scored = fc.constantFrom('z1', 'z2')
const pairs = <A, B>(one: fc.Arbitrary<A>, other: fc.Arbitrary<B>) =>
  fc.array(fc.tuple(one, other), { minLength: 1, maxLength: 4 }).map(all => all.flat() as (A | B)[])
const words = (arbitrary: fc.Arbitrary<string>) => fc.array(arbitrary, { minLength: 1, maxLength: 4 })
const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const write: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(hash, pairs(field, value)).map(([key, rest]) => ['HSET', key, ...rest]),
  fc.tuple(hash, words(field)).map(([key, rest]) => ['HDEL', key, ...rest]),
  fc.tuple(fc.constant('h3'), field, number).map(([key, name, by]) => ['HINCRBY', key, name, String(by)]),
  fc.tuple(scored, pairs(score, member)).map(([key, rest]) => ['ZADD', key, ...rest]),
  words(member).map(rest => ['ZADD', 'n', ...rest.flatMap(name => ['0', name])]),
  fc.tuple(fc.constantFrom('z1', 'z2', 'n'), words(member)).map(([key, rest]) => ['ZREM', key, ...rest]),
  fc.tuple(scored, number, number).map(([key, low, high]) => ['ZREMRANGEBYSCORE', key, `(${low}`, String(high)]),
  fc.tuple(value, fc.constantFrom([], ['EX', '100'], ['NX'], ['PX', '90000', 'XX'])).map(([text, options]) => {
    return ['SET', 's', text, ...options]
  }),
  fc.constantFrom('h1', 'z1', 'n', 's').map(key => ['DEL', key, 'h3']),
  fc.constantFrom('h1', 'z2', 's').map(key => ['EXPIRE', key, '100']),
)

const range: fc.Arbitrary<Range> = fc.oneof(
  fc
    .record({ from: option(number), to: option(number), newest: fc.boolean(), limit: fc.integer({ min: 0, max: 4 }) })
    .map(({ from, to, ...rest }) => ({
      by: 'score' as const,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...rest,
    })),
  fc
    .record({
      after: option(fc.oneof(member, fc.constant(''))),
      before: option(member),
      newest: fc.boolean(),
      limit: number,
    })
    .map(rest => ({ by: 'name' as const, ...rest })),
)
const zrange = fc.oneof(
  fc.tuple(scored, range).map(([key, of]) => rangeCommand(of.by === 'name' ? 'n' : key, of)),
  fc
    .tuple(scored, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.boolean())
    .map(([key, start, end, newest]) => ['ZRANGE', key, String(start), String(end), ...(newest ? ['REV'] : [])]),
)
/** Whose answers are compared as they are. */
const read: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(hash, field).map(([key, name]) => ['HGET', key, name]),
  fc.tuple(hash, words(field)).map(([key, names]) => ['HMGET', key, ...names]),
  fc.tuple(hash, field).map(([key, name]) => ['HEXISTS', key, name]),
  hash.map(key => ['HLEN', key]),
  fc.constantFrom('z1', 'n').map(key => ['ZCARD', key]),
  fc.tuple(scored, member).map(([key, name]) => ['ZSCORE', key, name]),
  fc.tuple(scored, number, number).map(([key, low, high]) => ['ZCOUNT', key, String(low), `(${high}`]),
  zrange,
  fc.constant(['GET', 's']),
  fc.constantFrom('h1', 'z1', 's').map(key => ['EXISTS', key, 'n']),
)
const unordered: fc.Arbitrary<Command> = fc.tuple(fc.constantFrom('HGETALL', 'HKEYS'), hash)
/** What goes on from the answers before it. */
const following = fc
  .tuple(zrange, hash, fc.constantFrom('@HMGET', '@HEADS'))
  .map(([first, key, word]) => (at: number) => [first, [word, key, String(at)], ['@QUOTED', key, String(at + 1)]])

type Step =
  | { view: ((at: number) => Command[])[] }
  | {
      checks: { command: Command; holds: boolean }[]
      commands: Command[]
      events: number | undefined
      epoch: string
      told: string
    }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    view: fc.array(
      fc.oneof(
        fc.oneof(read, unordered).map(command => () => [command]),
        following,
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
  }),
  fc.record({
    checks: fc.array(fc.record({ command: read, holds: fc.integer({ min: 0, max: 5 }).map(n => n > 0) }), {
      maxLength: 3,
    }),
    commands: fc.array(write, { maxLength: 5 }),
    events: option(fc.integer({ min: 0, max: 3 })),
    epoch: fc.constantFrom(...EPOCHS),
    told: fc.constantFrom('', `told ${place(0)} ${place(1)} \u{1F600}`, 'long '.repeat(50)),
  }),
)

describe.each(Object.entries(ENGINE_SOURCES))('%s', (_, { isThere, start }) => {
  let source: EngineSource
  let engine: Engine
  let other: Engine

  beforeAll(async () => {
    if (!isThere) return
    source = await start()
    engine = await source.engine()
    other = await source.engine()
  }, 60_000)
  afterAll(() => source?.remove())

  test.skipIf(!isThere)(
    '[RE1] whatever is read and written, the answers are those of the engine in memory',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
          const model = new MemoryEngine(new MemoryRedisServer(() => Date.now()))
          const prefix = `t${sequences++}{${TAG}}:`
          const heard = await ears(engine, `${prefix}c`)
          const own = await ears(model, `${prefix}c`)
          for (const each of steps) {
            if ('view' in each) {
              const commands = numbered(each.view, prefix)
              const answer = await engine.view(TAG, commands)
              const wanted = await model.view(TAG, commands)
              expect(sorted(commands, answer.replies)).toEqual(sorted(commands, wanted.replies))
            } else {
              const commit = await commitOf(each, prefix, model)
              expect(await engine.commit(TAG, commit)).toEqual(await model.commit(TAG, commit))
            }
          }
          await expect.poll(() => heard.texts).toEqual(own.texts)
          heard.stop()
        }),
        { numRuns: 100 },
      )
    },
    60_000,
  )

  test.skipIf(!isThere)(
    '[RE2] a commit is done by one of two that rely on the same, and says what the other relied on in vain',
    async () => {
      const key = `two${sequences++}{${TAG}}:h`
      const commit = (value: string): Commit => ({
        checks: [
          { command: ['HLEN', `${key}2`], expected: digestOf(0) },
          { command: ['HGET', key, 'f'], expected: digestOf(null) },
        ],
        commands: [['HSET', key, 'f', value]],
      })
      const both = await Promise.all([engine.commit(TAG, commit('a')), other.commit(TAG, commit('b'))])
      expect(both.filter(({ done }) => done)).toEqual([{ done: true, before: 0, epoch: '' }])
      expect(both.filter(({ done }) => !done)).toEqual([{ done: false, failed: [1] }])
    },
  )

  test.skipIf(!isThere)('[RE3] thousands of fields are written and read in one step', async () => {
    const key = `many${sequences++}{${TAG}}`
    const names = Array.from({ length: 2_500 }, (_, at) => `f${at}`)
    const parts = [0, 1, 2, 3, 4].map(part => names.slice(part * 500, part * 500 + 500))
    const commands = parts.flatMap(part => [
      ['HSET', `${key}:h`, ...part.flatMap(name => [name, `of ${name}\nrest`])],
      ['ZADD', `${key}:z`, ...part.flatMap(name => [name.slice(1), name])],
    ])
    expect(await engine.commit(TAG, { checks: [], commands })).toMatchObject({ done: true })
    const { replies } = await other.view(TAG, [
      ['ZRANGE', `${key}:z`, '0', '-1'],
      ['@HEADS', `${key}:h`, '0'],
    ])
    expect(replies).toEqual([names, names.map(name => `of ${name}`)])
  })

  test.skipIf(!isThere)('[RE4] what was given a time to live is gone after it', async () => {
    const key = `ends${sequences++}{${TAG}}`
    await engine.commit(TAG, {
      checks: [],
      commands: [
        ['SET', key, 'v', 'PX', '300'],
        ['SET', `${key}2`, 'v', 'EX', '1'],
      ],
    })
    expect(
      (
        await engine.view(TAG, [
          ['GET', key],
          ['GET', `${key}2`],
        ])
      ).replies,
    ).toEqual(['v', 'v'])
    await sleep(1_100)
    expect(
      (
        await engine.view(TAG, [
          ['GET', key],
          ['GET', `${key}2`],
        ])
      ).replies,
    ).toEqual([null, null])
  })

  test.skipIf(!isThere)(
    '[RE5] every listener of a channel is told live, hears all since, each once and in order, and nothing when it has ended',
    async () => {
      const name = `t{${TAG}}:talk${sequences++}`
      const [one, two, far] = await Promise.all([ears(engine, name), ears(engine, name), ears(other, name)])
      for (const text of ['1', '2 \u{1F600}\n']) await engine.publish(TAG, name, text)
      await expect.poll(() => [one.texts, two.texts, far.texts]).toEqual(Array(3).fill(['1', '2 \u{1F600}\n']))
      one.stop()
      await engine.publish(TAG, name, '3')
      await expect.poll(() => [two.texts.at(-1), far.texts.at(-1)]).toEqual(['3', '3'])
      expect(one.texts).toHaveLength(2)
      two.stop()
      const again = await ears(engine, name)
      await other.publish(TAG, name, '4')
      await expect.poll(() => [again.texts, far.texts.at(-1)]).toEqual([['4'], '4'])
      expect(two.texts).toHaveLength(3)
    },
  )

  test.skipIf(!isThere)('[RE5] a channel that is left and entered in quick turns is heard in the end', async () => {
    const name = `t{${TAG}}:turns${sequences++}`
    for (let turn = 0; turn < 30; turn++) {
      const stop = engine.subscribe(TAG, name, { live() {}, lost() {}, message() {} })
      if (turn % 3 > 0) await sleep(turn % 3)
      stop()
      if (turn % 2) await Promise.resolve()
    }
    const last = await ears(engine, name)
    await other.publish(TAG, name, 'heard')
    await expect.poll(() => last.texts).toEqual(['heard'])
  })

  test.skipIf(!isThere)('[RE6] channels by the thousand become live, whatever their tags', async () => {
    const tags = Array.from({ length: 1_300 }, (_, at) => `p${at % 130}`)
    const all = await Promise.all(tags.map((tag, at) => ears(engine, `t{${tag}}:c${at}`, tag)))
    await Promise.all(tags.map((tag, at) => other.publish(tag, `t{${tag}}:c${at}`, `${at}`)))
    await expect.poll(() => all.map(({ texts }) => texts.join())).toEqual(tags.map((_, at) => `${at}`))
    for (const { stop } of all) stop()
    expect(engine.current).toBe(true)
    expect(await engine.full()).toBe(false)
  })
})

/** A listener, once it is live. */
async function ears(engine: Engine, channel: string, tag = TAG) {
  const texts: string[] = []
  let stop = () => {}
  await new Promise<void>(resolve => {
    stop = engine.subscribe(tag, channel, { live: resolve, lost() {}, message: text => texts.push(text) })
  })
  return { texts, stop }
}

function keyed([word = '', key = '', ...rest]: Command, prefix: string): Command {
  const isMany = word === 'DEL' || word === 'EXISTS'
  return [word, prefix + key, ...(isMany ? rest.map(each => prefix + each) : rest)]
}

function numbered(parts: readonly ((at: number) => Command[])[], prefix: string): Command[] {
  const commands: Command[] = []
  for (const part of parts) commands.push(...part(commands.length).map(command => keyed(command, prefix)))
  return commands
}

/** The same of all orders of a hash. */
function sorted(commands: readonly Command[], replies: readonly Reply[]): unknown[] {
  return replies.map((reply, at) => {
    const word = commands[at]?.[0]
    const list = reply as readonly string[]
    if (word === 'HKEYS') return [...list].sort()
    if (word !== 'HGETALL') return reply
    return Object.fromEntries(list.flatMap((name, each) => (each % 2 ? [] : [[name, list[each + 1]]])))
  })
}

async function commitOf(step: Exclude<Step, { view: unknown }>, prefix: string, model: Engine): Promise<Commit> {
  const commands = step.checks.map(({ command }) => keyed(command, prefix))
  const { replies } = await model.view(TAG, commands)
  return {
    checks: commands.map((command, at) => ({
      command,
      expected: step.checks[at]?.holds ? digestOf(replies[at] ?? null) : '=another',
    })),
    commands: step.commands.map(command => keyed(command, prefix)),
    log:
      step.events === undefined
        ? undefined
        : { meta: `${prefix}m`, events: step.events, freshEpoch: step.epoch, channel: `${prefix}c`, told: step.told },
  }
}
