import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { checkDirectory } from '../../../../../server/adapters/redis/check-directory.ts'
import { checkRoom } from '../../../../../server/adapters/redis/check-room.ts'
import type { Command } from '../../../../../server/adapters/redis/engine.ts'
import { allRooms } from '../../../../../server/adapters/redis/export-room.ts'
import { NodeLease } from '../../../../../server/adapters/redis/node-lease.ts'
import { DIRECTORY_TAG } from '../../../../../server/adapters/redis/partitions.ts'
import { renameRoomIn } from '../../../../../server/adapters/redis/rename-room.ts'
import { roomKeys } from '../../../../../server/adapters/redis/room-keys.ts'
import { RoomViews } from '../../../../../server/adapters/redis/room-views.ts'
import { isAnyNodeThere } from '../../../../../server/adapters/redis/running-nodes.ts'
import type { EventWrite, Write } from '../../../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { chatInRedis, sorted } from '../../../../support/redis/moved-chat.ts'
import { randomWrites } from '../../../../support/redis/random-writes.ts'
import { openRedisStore } from '../../../../support/redis/redis-store.ts'
import { accountOf, roomOf, sanctionOf } from '../../../../support/server-kit/directories.ts'
import { heldOf, reportOf } from '../../../../support/server-kit/moderation.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const now = () => systemClock.now()

/** A chat with everything that can be of a room. */
async function filled(writes: readonly EventWrite[]) {
  const engine = new MemoryEngine(new MemoryRedisServer(now))
  const store = await openRedisStore({ engine })
  const changes = [
    { type: 'addAccount', account: accountOf('ann') },
    { type: 'addAccount', account: accountOf('bob') },
    { type: 'addRoom', record: roomOf('lobby'), members: [{ room: 'lobby', user: 'a:1', role: 'owner', since: 1 }] },
    { type: 'invite', invitation: { room: 'lobby', user: 'a:bob', by: 'a:ann', at: 3 } },
    { type: 'block', by: 'a:bob', user: 'a:ann', on: true },
    { type: 'keepPositions', positions: [{ user: 'a:bob', room: 'lobby', epoch: 'e', seq: 7 }] },
    { type: 'addSanction', sanction: sanctionOf('g:9', { room: 'lobby' }) },
    { type: 'addReport', report: reportOf('p1', 'm1', { room: 'lobby' }) },
  ]
  for (const change of changes) await store.commit([{ kind: 'directory', change } as Write])
  const { content, user, cid, hold } = heldOf('held', { room: 'lobby' })
  const held = { kind: 'event', room: 'lobby', content, user, cid, hold, id: 'h1', sentAt: now() } as EventWrite
  await store.commit([...writes, held])
  await store.close()
  return chatInRedis(engine)
}

type Chat = Awaited<ReturnType<typeof filled>>

async function faultsIn({ engine, prefix }: Chat): Promise<string[]> {
  const faults = await checkDirectory(engine, prefix)
  const views = new RoomViews(engine, prefix, systemRandom)
  for await (const room of allRooms(engine, prefix)) faults.push(...(await checkRoom(engine, views, room)).faults)
  return faults
}

const rename = ({ engine, prefix }: Chat, from: string, to: string) =>
  renameRoomIn(engine, prefix, systemRandom, from, to)

const said = (n: number): EventWrite => ({
  kind: 'event',
  room: 'lobby',
  user: { id: `a:${n % 3}`, name: 'N' },
  cid: `c${n}`,
  id: `id${n}`,
  sentAt: now(),
  content: { kind: 'new_message', text: `text ${n}` },
})

test('[RE195] a room gets another name with all that belongs to it, and a new epoch; of the old one nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(randomWrites(now(), ['lobby', 'other']), async writes => {
      const chat = await filled(writes)
      const before = await chat.lines()
      const views = new RoomViews(chat.engine, chat.prefix, systemRandom)
      const { epoch } = (await views.read('lobby', [])).head
      expect(await rename(chat, 'nowhere', 'hall')).toBe('There is no room nowhere.')
      expect(await rename(chat, 'lobby', 'lobby')).toBe('There is a room lobby already.')
      expect(await rename(chat, 'lobby', 'hall')).toBeUndefined()
      const renamed = before.map(line => line.replaceAll('"room":"lobby"', '"room":"hall"'))
      expect(sorted(await chat.lines())).toEqual(sorted(renamed))
      expect((await views.read('hall', [])).head.epoch).not.toBe(epoch)
      const { channel, tag } = roomKeys(chat.prefix, 'lobby')
      expect((await chat.engine.view(tag, [['SCAN', '0', 'MATCH', `${channel}:*`]])).replies[0]).toEqual(['0', []])
      expect(await faultsIn(chat)).toEqual([])
      const store = await openRedisStore({ engine: chat.engine, prefix: chat.prefix })
      expect(await store.directory('queue', 'hall', now())).toEqual({ reports: 1, held: 1 })
      expect(await store.directory('queue', 'lobby', now())).toEqual({ reports: 0, held: 0 })
      expect(await store.roomsOfPerson(['a:1'], undefined, 10)).not.toContain('lobby')
      const { head } = await views.read('hall', [])
      await store.commit([{ ...said(1), room: 'hall', cid: 'after' }])
      expect(await store.head('hall')).toMatchObject({ epoch: head.epoch, seq: head.seq + 1 })
      await store.close()
    }),
    { numRuns: 15 },
  )
})

test('[RE195] a change of name that is broken off anywhere goes on with the same names', async () => {
  await fc.assert(
    fc.asyncProperty(randomWrites(now(), ['lobby'], 40), fc.nat(120), async (writes, at) => {
      const chat = await filled([
        said(0),
        ...writes.map(write => ({ ...write, cid: `r${write.cid}`, id: `r${write.id}` })),
      ])
      const before = await chat.lines()
      let left = at
      const { engine } = chat
      const commit = engine.commit.bind(engine)
      engine.commit = async (...asked) => {
        if (left-- <= 0) throw new Error('It is broken off.')
        return commit(...asked)
      }
      const first = await rename(chat, 'lobby', 'hall').catch(() => 'broken')
      engine.commit = commit
      if (first === 'broken') {
        const again = await rename(chat, 'lobby', 'hall')
        // it may have ended, but for the note of it
        expect([undefined, 'There is no room lobby.']).toContain(again)
      }
      expect(sorted(await chat.lines())).toEqual(
        sorted(before.map(line => line.replaceAll('"room":"lobby"', '"room":"hall"'))),
      )
      expect(await faultsIn(chat)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('[RE196] a node that runs is noticed within a renewal of its lease; one that died is not for long', async () => {
  const clock = new VirtualClock()
  const engine = new MemoryEngine(new MemoryRedisServer(() => clock.now()))
  const look = () => {
    let ms = 0
    const asked = isAnyNodeThere(engine, 't:', async step => {
      ms += step
      await clock.advance(step)
    })
    return asked.then(is => [is, ms] as const)
  }
  expect(await look()).toEqual([false, 0])
  const lease = new NodeLease({ engine, prefix: 't:', clock, name: 'n', random: 'x' })
  await lease.start()
  const [isThere, ms] = await look()
  expect([isThere, ms <= 5_500]).toEqual([true, true])
  await lease.stop()
  await engine.commit(DIRECTORY_TAG, { checks: [], commands: [['HSET', 't:{d}:nodes', 'dead.y', '1']] })
  expect((await look())[0]).toBe(false)
})

const keys = roomKeys('t:', 'lobby')

test.each<[string, string, Command, RegExp]>([
  ['a row is gone', keys.tag, ['HDEL', keys.messages, '3'], /1 messages have no row/],
  ['an id is gone', keys.tag, ['HDEL', keys.ids, 'id2'], /1 messages are not found by their ids/],
  ['a place is gone', keys.tag, ['ZREM', keys.order, '4'], /1 counts of messages differ/],
  ['an author is gone', keys.tag, ['DEL', keys.written('a:1')], /messages are not among those of their authors/],
  ['a pin is gone', keys.tag, ['DEL', keys.pins], /1 pinned messages are not among the pins/],
  ['who reacted is gone', keys.tag, ['DEL', keys.reacted(3, '👍')], /1 messages show other reactions than there are/],
  ['a change is gone', keys.tag, ['HDEL', keys.changes, '7'], /1 places among the newest hold nothing/],
  ['a quoted one never was', keys.tag, ['HDEL', keys.messages, '1'], /1 messages answer some that never were/],
  ['an account is gone', 'd', ['HDEL', 't:{d}:a:a:ann', 'j'], /There are 1 accounts, and 2 were counted/],
  ['a block is gone', 'd', ['DEL', 't:{d}:b:a:bob'], /There are 0 blocks, and 1 were counted/],
  ['a list is gone', 'd', ['DEL', 't:{d}:mn:lobby'], /1 members are not in the lists of their rooms/],
  ['somebody was removed', 'd', ['ZADD', 't:{d}:gone', '0', 'a:ann'], /1 removed accounts are still there/],
])('[RE197] `check` finds damage: %s', async (_, tag, command, words) => {
  const messages = Array.from({ length: 5 }, (__, n) => said(n))
  const answer: EventWrite = { ...said(5), content: { kind: 'new_message', text: 'yes', replyTo: 'id0' } }
  const react: EventWrite = {
    ...said(6),
    content: { kind: 'reaction', messageId: 'id2', emoji: '👍', on: true, kinds: 5, own: 5 },
  }
  const pin: EventWrite = { ...said(7), content: { kind: 'message_pinned', messageId: 'id3', on: true, most: 5 } }
  const chat = await filled([...messages, answer, react, pin])
  expect(await faultsIn(chat)).toEqual([])
  await chat.engine.commit(tag, { checks: [], commands: [command] })
  expect((await faultsIn(chat)).join('\n')).toMatch(words)
})
