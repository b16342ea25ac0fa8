import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { checkDirectory } from '../../../../../server/adapters/redis/check-directory.ts'
import { checkRoom } from '../../../../../server/adapters/redis/check-room.ts'
import { allRooms } from '../../../../../server/adapters/redis/export-room.ts'
import { RoomViews } from '../../../../../server/adapters/redis/room-views.ts'
import type { EventWrite, Write } from '../../../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { chatInRedis, chatInSqlite, sorted } from '../../../../support/redis/moved-chat.ts'
import { randomWrites } from '../../../../support/redis/random-writes.ts'
import { openRedisStore } from '../../../../support/redis/redis-store.ts'
import { accountOf, roomOf, sanctionOf, siteAccountOf } from '../../../../support/server-kit/directories.ts'

const ROOMS = ['lobby', 'other']
const YEARS_MS = 3 * 365 * 24 * 3_600_000
const MADE: Write[] = ROOMS.map(room => ({
  kind: 'directory',
  change: { type: 'addRoom', record: roomOf(room), members: [{ room, user: 'a:1', role: 'owner', since: 1 }] },
}))

type Redis = ReturnType<typeof chatInRedis>

async function faultsIn({ engine, prefix }: Redis): Promise<string[]> {
  const views = new RoomViews(engine, prefix, systemRandom)
  const faults = await checkDirectory(engine, prefix)
  for await (const room of allRooms(engine, prefix)) faults.push(...(await checkRoom(engine, views, room)).faults)
  return faults
}

const messageLines = (count: number, more: object = {}, room = 'lobby', from = 1) =>
  Array.from({ length: count }, (_, n) => {
    const seq = from + n
    const user = { id: `a:${seq % 7}`, name: `N${seq % 7}` }
    return JSON.stringify({
      room,
      seq,
      id: `m${seq}`,
      cid: `of-${seq}`,
      user,
      text: `text ${seq}`,
      sentAt: seq,
      ...more,
    })
  })

describe('moving', () => {
  test.each([0, YEARS_MS])(
    '[RE190] what one store holds becomes the same in another, and back again; twice adds nothing (%d ms old)',
    async ageMs => {
      await fc.assert(
        fc.asyncProperty(randomWrites(systemClock.now() - ageMs, ROOMS), async writes => {
          const old = await chatInSqlite()
          old.store.commit([...MADE, ...writes])
          const lines = await old.lines()
          const redis = chatInRedis()
          await redis.take(lines)
          const moved = await redis.lines()
          expect(sorted(moved)).toEqual(sorted(lines))
          expect(await faultsIn(redis)).toEqual([])
          expect(await redis.take(lines)).toEqual({ messages: 0, entries: 0 })
          expect(await redis.lines()).toEqual(moved)
          const back = await chatInSqlite()
          await back.take(moved)
          expect(sorted(await back.lines())).toEqual(sorted(lines))
        }),
        { numRuns: 25 },
      )
    },
  )

  test('[RE190] behind other messages both stores say the same', async () => {
    await fc.assert(
      fc.asyncProperty(randomWrites(systemClock.now(), ROOMS, 60), async writes => {
        const source = await chatInSqlite()
        source.store.commit([...MADE, ...writes])
        const lines = await source.lines()
        const others = [...messageLines(5), ...messageLines(3, {}, 'other')]
        const [sqlite, redis] = [await chatInSqlite(), chatInRedis()]
        for (const chat of [sqlite, redis]) {
          await chat.take(others)
          await chat.take(lines)
        }
        expect(sorted(await redis.lines())).toEqual(sorted(await sqlite.lines()))
        expect(await faultsIn(redis)).toEqual([])
        expect(await redis.take([...others, ...lines])).toMatchObject({ messages: 0, entries: 0 })
      }),
      { numRuns: 15 },
    )
  })

  test('[RE191] an import that is broken off anywhere goes on with the same lines, and keeps the seqs', async () => {
    await fc.assert(
      fc.asyncProperty(randomWrites(systemClock.now() - YEARS_MS, ROOMS), fc.nat(), async (writes, at) => {
        const source = await chatInSqlite()
        source.store.commit([...MADE, ...writes])
        const lines = await source.lines()
        const redis = chatInRedis()
        await redis.take(lines.slice(0, at % lines.length))
        await redis.take(lines)
        expect(sorted(await redis.lines())).toEqual(sorted(lines))
        expect(await faultsIn(redis)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('[RE191] a line that is refused is named, and what stands before it is added', async () => {
    const redis = chatInRedis()
    const [first = '', ...more] = messageLines(20)
    const bad = JSON.stringify({ type: 'membership', room: 'lobby', user: 'two words', role: 'member', since: 1 })
    const good = JSON.stringify({ type: 'membership', room: 'lobby', user: 'a:1', role: 'member', since: 1 })
    const refused = redis.take([first, good, bad, good, ...more])
    await expect(refused).rejects.toMatchObject({ name: 'LineRefused', behind: 2 })
    expect((await redis.lines()).map(line => JSON.parse(line).type)).toEqual(['membership', undefined])
  })

  test('[RE192] nodes that follow a room, or know of people, hear of an import: another epoch, once it begins and once it ends', async () => {
    const server = new MemoryRedisServer(() => systemClock.now())
    const store = await openRedisStore({ engine: new MemoryEngine(server) })
    const told: string[] = []
    let missed = 0
    store.shared.feed.room('lobby', {
      live() {},
      lost() {},
      told: (epoch, events) => told.push(`${epoch} ${events[0]?.seq}`),
    })
    store.shared.feed.directory({ news() {}, missed: () => missed++ })
    const before = await store.head('lobby')
    const made = accountOf('ann')
    await store.directory('account', 'a:ann')
    await chatInRedis(new MemoryEngine(server)).take([
      JSON.stringify({ type: 'account', ...made }),
      ...messageLines(1_000),
    ])
    const { epoch, seq } = await store.head('lobby')
    expect([seq, epoch === before.epoch]).toEqual([1_000, false])
    expect(told).toEqual([`${epoch} 1000`])
    expect(missed).toBe(1)
    expect(await store.directory('account', 'a:ann')).toEqual(made)
    await store.close()
  })

  test('[RE192] what people write meanwhile keeps its place, and what comes gets others', async () => {
    const server = new MemoryRedisServer(() => systemClock.now())
    const store = await openRedisStore({ engine: new MemoryEngine(server) })
    const redis = chatInRedis(new MemoryEngine(server))
    const write = (cid: string): EventWrite => ({
      kind: 'event',
      room: 'lobby',
      user: { id: 'a:live', name: 'Live' },
      cid,
      id: `of-${cid}`,
      sentAt: systemClock.now(),
      content: { kind: 'new_message', text: cid },
    })
    const lines = messageLines(2_000)
    await Promise.all([
      redis.take(lines),
      (async () => {
        for (let n = 0; n < 20; n++) await store.commit([write(`live${n}`)])
      })(),
    ])
    expect(await redis.take(lines)).toMatchObject({ messages: 0 })
    const held = (await redis.lines()).map(line => JSON.parse(line))
    expect(held.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_020 }, (_, n) => n + 1))
    expect(held.filter(({ cid }) => cid.startsWith('of-')).map(({ cid }) => cid)).toEqual(
      lines.map(line => JSON.parse(line).cid),
    )
    expect(await faultsIn(redis)).toEqual([])
    await store.close()
  })

  test('[RE193] accounts, who was removed, roles, blocks, positions and sanctions go with it, as they are', async () => {
    const old = await chatInSqlite()
    const changes = [
      { type: 'addAccount', account: accountOf('ann', { guestIds: ['g:1', 'g:2'], role: 'admin' }) },
      { type: 'addAccount', account: accountOf('bob') },
      { type: 'addAccount', account: siteAccountOf('cid', { picture: 'https://x.example/p.png' }) },
      { type: 'addAccount', account: siteAccountOf('gone') },
      { type: 'addRoom', record: roomOf('lobby', { filters: { words: ['x'] } }), members: [] },
      { type: 'setRole', room: 'lobby', user: 'a:ann', role: 'owner', at: 5 },
      { type: 'invite', invitation: { room: 'lobby', user: 'a:bob', by: 'a:ann', at: 3 } },
      { type: 'block', by: 'a:bob', user: 'a:cid', on: true },
      { type: 'block', by: 'a:bob', user: 'a:ann', on: true },
      { type: 'keepPositions', positions: [{ user: 'a:bob', room: 'lobby', epoch: 'e', seq: 7 }] },
      { type: 'addSanction', sanction: sanctionOf('g:9', { room: 'lobby', reason: 'Noise', until: 9e12 }) },
      { type: 'removeAccount', id: 'a:gone', at: 4 },
    ]
    for (const change of changes) old.store.commit([{ kind: 'directory', change } as Write])
    const lines = await old.lines()
    const types = (of: readonly string[]) => [...new Set(of.map(line => JSON.parse(line).type))].sort()
    expect(types(lines)).toEqual([
      ...[
        'account',
        'block',
        'erasure',
        'invitation',
        'membership',
        'position',
        'removal',
        'removed',
        'room',
        'sanction',
      ],
    ])
    const redis = chatInRedis()
    await redis.take(lines)
    expect(sorted(await redis.lines())).toEqual(sorted(lines))
    expect(await faultsIn(redis)).toEqual([])
    const store = await openRedisStore({ engine: redis.engine, prefix: redis.prefix })
    expect(await store.directory('accountNamed', ['ann'])).toMatchObject({ password: 'hash of ann', role: 'admin' })
    expect(await store.directory('accountOfGuest', 'g:2')).toMatchObject({ id: 'a:ann' })
    expect(await store.directory('accountOf', 'https://site.example', 'cid')).toMatchObject({ id: 'a:cid' })
    expect(await store.directory('removedAt', 'https://site.example', 'gone')).toBe(4)
    expect(await store.directory('blocks', 'a:bob')).toEqual(['a:cid', 'a:ann'])
    await store.close()
    const back = await chatInSqlite()
    await back.take(await redis.lines())
    expect(sorted(await back.lines())).toEqual(sorted(lines))
    for (const chat of [redis, back]) {
      const other = JSON.stringify({ type: 'account', ...accountOf('other', { keys: ['ann'] }) })
      await expect(chat.take([other])).rejects.toThrow(/Another account has a name/)
      const again = JSON.stringify({ type: 'account', ...siteAccountOf('gone') })
      expect(await chat.take([again])).toMatchObject({ entries: 0 })
    }
  })

  test('[RE194] an import takes memory by its rooms and not by its lines, and steps that are bounded', async () => {
    const server = new MemoryRedisServer(() => systemClock.now())
    let most = 0
    class Bounded extends MemoryEngine {
      override commit(...[tag, commit]: Parameters<MemoryEngine['commit']>) {
        most = Math.max(most, commit.commands.length)
        return super.commit(tag, commit)
      }
    }
    const redis = chatInRedis(new Bounded(server))
    await redis.take(messageLines(5_000))
    expect(most).toBeLessThan(600)
    const lines = await redis.lines()
    expect(lines.length).toBe(5_000)
  })
})
