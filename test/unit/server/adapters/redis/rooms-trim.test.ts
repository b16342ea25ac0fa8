import { expect, test } from 'vitest'
import { roomKeys } from '../../../../../server/adapters/redis/room-keys.ts'
import type { RedisRooms } from '../../../../../server/adapters/redis/rooms.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import type { Trimmed } from '../../../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { CountingEngine, messageOf, NOW, nodeOver, PREFIX, writeOf } from '../../../../support/redis/rooms-kit.ts'

const ALL = { limit: 10_000, maxBytes: 1e9 }
const react = (messageId: string): Content => ({ kind: 'reaction', messageId, emoji: '👍', on: true, kinds: 9, own: 9 })

async function trimAll(rooms: RedisRooms, now = NOW): Promise<Trimmed['rooms']> {
  const trimmed: Trimmed['rooms'][number][] = []
  for (let more = true; more; ) {
    const turn = await rooms.trim(now)
    trimmed.push(...turn.rooms)
    more = turn.more
  }
  return trimmed
}

/** Each room with the last that was told of it. */
const lastOf = (trimmed: Trimmed['rooms']) => Object.fromEntries(trimmed.map(({ room, first }) => [room, first]))

test('[RE41] a room keeps so many messages; what belongs to those that go leaves with them, and their seqs stay taken', async () => {
  const server = new MemoryRedisServer(() => NOW)
  const engine = new CountingEngine(server)
  const { rooms, commit } = nodeOver(engine, { ageMs: undefined, messages: 10 })
  const said = Array.from({ length: 350 }, (_, n) =>
    messageOf(`c${n}`, `text ${n}`, { user: { id: `a:${n}`, name: 'x' } }),
  )
  await commit('r', said)
  await commit('r', [
    writeOf('r1', react(said[0]?.id ?? ''), { user: { id: 'a:bob', name: 'Bob' } }),
    writeOf('p1', { kind: 'message_pinned', messageId: said[1]?.id ?? '', on: true, most: 9 }),
    writeOf('p2', { kind: 'message_pinned', messageId: said[345]?.id ?? '', on: true, most: 9 }),
  ])
  await commit('s', [messageOf('c', 'x', { room: 's' })])
  engine.commits = []
  expect(lastOf(await trimAll(rooms))).toEqual({ r: 341 })
  expect(engine.commits.length).toBe(4)
  const keys = roomKeys(PREFIX, 'r')
  for (const key of [keys.reactors(1), keys.reacted(1, '👍'), keys.reactedBy('a:bob'), keys.written('a:0')])
    expect(server.redis.run(['EXISTS', key]), key).toBe(0)
  expect([keys.messages, keys.ids].map(key => server.redis.run(['HLEN', key]))).toEqual([10, 10])
  expect(await rooms.recent('r', 100, 1e9)).toMatchObject({ first: 341, pins: [said[345]?.id] })
  const { epoch, seq } = await rooms.head('r')
  expect(seq).toBe(353)
  expect((await rooms.resume('r', { epoch, seq: 340 }, 100)).events).toHaveLength(13)
  expect((await rooms.resume('r', { epoch, seq: 339 }, 100)).events).toBe(undefined)
  expect((await rooms.changes('r', { since: 0, from: 1, to: 353, after: 0, ...ALL })).trimmed).toBe(true)
  expect(await trimAll(rooms)).toEqual([])
})

test('[RE41] old messages go, also all of a room, and what it is since is known to the other nodes', async () => {
  const server = new MemoryRedisServer(() => NOW)
  const retention = { ageMs: 10_000, messages: undefined }
  const one = nodeOver(new MemoryEngine(server), retention)
  const other = nodeOver(new MemoryEngine(server), retention)
  const names = Array.from({ length: 200 }, (_, n) => `room${n}`)
  for (const [n, room] of names.entries())
    await one.commit(room, [
      messageOf('c1', 'x', { room, sentAt: NOW + n }),
      messageOf('c2', 'x', { room, sentAt: NOW + (n % 2 ? n : 60_000) }),
    ])
  const expected = Object.fromEntries(names.map((room, n) => [room, n % 2 ? 3 : 2]))
  expect(lastOf(await trimAll(one.rooms, NOW + 20_000))).toEqual(expected)
  expect(lastOf(await trimAll(other.rooms, NOW + 20_000))).toEqual(expected)
  expect(await trimAll(other.rooms, NOW + 20_300)).toEqual([])
  expect((await other.rooms.page('room1', ALL))?.messages).toEqual([])
  await other.commit('room1', [messageOf('c3', 'x', { room: 'room1', sentAt: NOW + 20_000 })])
  expect(await one.rooms.recent('room1', 9, 1e9)).toMatchObject({ first: 3, events: [{ seq: 3 }], head: { seq: 3 } })
})
