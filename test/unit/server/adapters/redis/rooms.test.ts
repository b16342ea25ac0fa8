import { describe, expect, test } from 'vitest'
import type { DurableEvent } from '../../../../../sdk/protocol/events.ts'
import { roomKeys } from '../../../../../server/adapters/redis/room-keys.ts'
import { decodeTold } from '../../../../../server/adapters/redis/room-told.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import {
  CountingEngine,
  messageOf,
  NOW,
  nodeOver,
  PREFIX,
  toldIn,
  writeOf,
  writtenOf,
} from '../../../../support/redis/rooms-kit.ts'

const ALL = { limit: 10_000, maxBytes: 1e9 }
const edit = (messageId: string, text: string): Content => ({ kind: 'message_edited', messageId, text, withinMs: 1e9 })
const react = (messageId: string, on = true): Content => ({
  kind: 'reaction',
  messageId,
  emoji: '👍',
  on,
  kinds: 9,
  own: 9,
})
const remove = (messageId: string): Content => ({ kind: 'message_deleted', messageId, by: 'author' })
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

function begin(now: () => number = () => NOW) {
  const server = new MemoryRedisServer(now)
  const engine = new CountingEngine(server)
  return { server, engine, ...nodeOver(engine) }
}

describe('rooms on Redis', () => {
  test('[RE31] a group of plain messages is one step without a read', async () => {
    const { engine, commit } = begin()
    await commit('r', [messageOf('first')])
    engine.views = 0
    engine.commits = []
    await commit(
      'r',
      upTo(100).map(n => messageOf(`c${n}`)),
    )
    expect([engine.views, engine.commits.length]).toEqual([0, 1])
    // what is checked is that no cid is known
    expect(engine.commits[0]?.checks.length).toBeLessThanOrEqual(3)
  })

  test('[RE31] messages that a group changes are read together', async () => {
    const { engine, commit } = begin()
    const said = upTo(50).map(n => messageOf(`c${n}`))
    await commit('r', said)
    engine.views = 0
    engine.commits = []
    const answers = await commit(
      'r',
      said.map(({ id }, n) => writeOf(`r${n}`, react(id))),
    )
    expect(writtenOf(answers).map(({ count }) => count)).toEqual(said.map(() => 1))
    expect([engine.views, engine.commits.length]).toEqual([2, 1])
  })

  test('[RE32] two nodes that write a room at once: one order without a hole, and a cid once, whoever has it', async () => {
    const { server, commit, rooms } = begin()
    const other = nodeOver(new MemoryEngine(server))
    const { told } = toldIn(server, 'r')
    const { id } = messageOf('target')
    await commit('r', [messageOf('target', 'one', { id })])
    const by = (node: string, n: number) => {
      const user = { id: `a:${node}${n % 3}`, name: node }
      if (n % 4 === 1) return messageOf(`both${n}`)
      if (n % 4 === 2) return writeOf(`r${n}`, react(id), { user })
      if (n % 4 === 3) return writeOf(`e${n}`, edit(id, `${node} ${n}`))
      return messageOf(`c${n}`, 'x', { user })
    }
    const answers = await Promise.all(
      upTo(40).flatMap(n => [
        commit('r', [by('a', n), by('a', n + 100)]),
        other.commit('r', [by('b', n), by('b', n + 100)]),
      ]),
    )
    const head = await rooms.head('r')
    const seqs = writtenOf(answers.flat())
      .filter(({ duplicate }) => !duplicate)
      .map(({ seq }) => seq)
    expect(seqs.sort((a, b) => a - b)).toEqual(upTo(head.seq).slice(1))
    const events = told.map(decodeTold).flatMap(each => each.events)
    expect(events.map(({ seq }) => seq)).toEqual(upTo(head.seq))
    const cids = events.map(({ user, cid }) => `${user?.id} ${cid}`)
    expect(new Set(cids).size).toBe(cids.length)
    const { events: read = [] } = await other.rooms.resume('r', { epoch: head.epoch, seq: 0 }, 1_000)
    const texts = events.filter(event => event.type === 'message_edited').map(({ text }) => text)
    const asTold = (event: DurableEvent) => (event.type === 'message_edited' ? { ...event, text: texts.at(-1) } : event)
    expect(read.slice(1)).toEqual(events.slice(1).map(asTold))
    expect(read[0]).toMatchObject({ text: texts.at(-1), reactions: [{ count: 6 }] })
  })

  test('[RE33] what is told of a group is what came of it: complete, with seqs that were not known', async () => {
    const { server, commit } = begin()
    const { told } = toldIn(server, 'r')
    await commit('r', [messageOf('first')])
    const one = messageOf('c1', '\u00011\u0001 \n\u2028"')
    const bob = { id: 'a:bob', name: 'Bob\u00012\u0001' }
    const [, answer, reaction, conflict] = await commit('r', [
      one,
      writeOf('c2', { kind: 'new_message', text: 'yes', replyTo: one.id, mentions: [{ id: 'a:ann' }] }, { user: bob }),
      writeOf('c3', react(one.id), { user: bob }),
      writeOf('c4', edit(one.id, 'two')),
    ])
    expect([answer, reaction, conflict]).toMatchObject([
      { seq: 3, replyTo: { target: 2 } },
      { seq: 4, target: 2 },
      { seq: 5, target: 2 },
    ])
    const { epoch, events } = decodeTold(told[1] ?? '')
    expect(epoch).toBe(decodeTold(told[0] ?? '').epoch)
    const ann = { id: 'a:ann', name: 'Ann' }
    const { content: _, kind: __, sentAt, ...said } = one
    expect(events).toMatchObject([
      { type: 'new_message', seq: 2, ...said, sentAt, text: '\u00011\u0001 \n\u2028"' },
      { seq: 3, user: bob, replyTo: { messageId: one.id, target: 2, user: ann }, mentions: [ann] },
      { type: 'reaction', seq: 4, target: 2, messageId: one.id, emoji: '👍', on: true, count: 1, users: [bob] },
      { type: 'message_edited', seq: 5, target: 2, text: 'two' },
    ])
  })

  test('[RE33] of a conflict within a group the message comes with the seqs that it got', async () => {
    const { commit } = begin()
    const one = messageOf('c1')
    const answers = await commit('r', [
      messageOf('c0'),
      one,
      writeOf('c2', edit(one.id, 'two')),
      writeOf('c3', { ...edit(one.id, 'three'), rev: 1 } as Content),
      writeOf('c4', remove(one.id)),
      writeOf('c5', remove(one.id)),
    ])
    expect(answers[3]).toMatchObject({ refused: 'conflict', current: { seq: 2, rev: 3, text: 'two' } })
    expect(answers[5]).toMatchObject({ seq: 4, target: 2, unchanged: true })
  })

  test('[RE33] what is no news of a room is refused with an error', async () => {
    const { server, commit } = begin()
    const { told } = toldIn(server, 'r')
    await commit('r', [messageOf('c1'), messageOf('c2')])
    const good = told[0] ?? ''
    expect(decodeTold(good).events).toHaveLength(2)
    const [first, seqs, event, ...rest] = good.split('\n') as [string, string, string, ...string[]]
    for (const bad of [
      '',
      'x',
      first,
      `${first}\n${seqs}`,
      [first, ...rest].join('\n'),
      [first, seqs, 'null', ...rest].join('\n'),
      [first, seqs, '{"type":"new_message"}', ...rest].join('\n'),
      [first, seqs, event.replace('new_message', 'other'), ...rest].join('\n'),
      [first, '1 - x', event].join('\n'),
      [first, '\u00011\u0001 - -', event].join('\n'),
      [`-1 ${first.split(' ')[1]}`, seqs, event].join('\n'),
      good.slice(0, -3),
    ])
      expect(() => decodeTold(bad), bad).toThrow(Error)
  })

  test('[RE34] nothing of what was edited away or deleted is left in any value', async () => {
    const { server, commit, rooms } = begin()
    const bob = { id: 'a:bob', name: 'Bob' }
    const one = messageOf('c1', 'the first secret')
    await commit('r', [one])
    await commit('r', [
      writeOf('c2', { kind: 'new_message', text: 'yes', replyTo: one.id }, { user: bob }),
      writeOf('c3', edit(one.id, 'the second secret')),
      writeOf('c4', react(one.id), { user: bob }),
      writeOf('c5', { kind: 'message_pinned', messageId: one.id, on: true, most: 9 }),
    ])
    await commit('r', [writeOf('c6', remove(one.id))])
    expect(textOf(server)).not.toContain('secret')
    const keys = roomKeys(PREFIX, 'r')
    for (const key of [keys.reactors(1), keys.reacted(1, '👍'), keys.reactedBy('a:bob'), keys.pins])
      expect(server.redis.run(['EXISTS', key])).toBe(0)
    expect(await rooms.page('r', { ...ALL, ids: [one.id] })).toMatchObject({ messages: [{ deleted: true, text: '' }] })
  })

  test('[RE35] changes are kept of the newest 2,000 places, and a position before those is not resumed', async () => {
    const { server, commit, rooms } = begin()
    const one = messageOf('c0')
    await commit('r', [one, writeOf('e0', edit(one.id, 'two'))])
    for (let at = 0; at < 2_100; at += 300)
      await commit(
        'r',
        upTo(300).map(n => (n % 30 ? messageOf(`c${at + n}`) : writeOf(`e${at + n}`, edit(one.id, `${n}`)))),
      )
    const { epoch, seq } = await rooms.head('r')
    expect(seq).toBe(2_102)
    const changes = (server.redis.run(['HKEYS', roomKeys(PREFIX, 'r').changes]) as string[]).map(Number)
    expect(Math.min(...changes)).toBeGreaterThan(seq - 2_000)
    expect(changes).toHaveLength(67)
    const resumed = async (from: number) => (await rooms.resume('r', { epoch, seq: from }, 5_000)).events?.length
    expect([await resumed(102), await resumed(101), await resumed(seq - 1)]).toEqual([2_000, undefined, 1])
  })

  test('[RE36] a cid of yesterday is known, also to a node whose clock is a little behind; then it is forgotten', async () => {
    const day = 24 * 3_600_000
    const midnight = Math.ceil(NOW / day) * day
    let now = midnight + 1_000
    const { commit } = begin(() => now)
    const say = async (sentAt: number) =>
      writtenOf(await commit('r', [messageOf('c', 'x', { sentAt })])).map(({ duplicate }) => duplicate)[0]
    expect(await say(now)).toBe(false)
    expect(await say(midnight - 60_000)).toBe(true)
    now += day
    expect(await say(now)).toBe(true)
    now += 3 * day
    expect(await say(now)).toBe(false)
  })

  test('[RE37] the head of a room that nobody wrote to stays; another run of the server is another epoch, and seqs go on', async () => {
    const { server, commit, rooms } = begin()
    const other = nodeOver(new MemoryEngine(server))
    const head = await rooms.head('r')
    expect(head).toEqual({ epoch: expect.stringMatching(/^\S+$/), seq: 0 })
    expect(await other.rooms.head('r')).toEqual(head)
    await commit('r', [messageOf('c1')])
    expect(await other.rooms.head('r')).toEqual({ ...head, seq: 1 })
    const before = server.redis.copy()
    await commit('r', [messageOf('c2')])
    // a replica that has not heard of the last message takes over
    server.restart(before)
    const { epoch } = await rooms.head('r')
    expect(epoch).not.toBe(head.epoch)
    expect(await rooms.resume('r', { ...head, seq: 1 }, 100)).toEqual({ head: { epoch, seq: 1 }, events: undefined })
    expect(writtenOf(await other.commit('r', [messageOf('c2')]))).toMatchObject([{ seq: 2, duplicate: false }])
    expect(await rooms.head('r')).toEqual({ epoch, seq: 2 })
    // one that is written to first gets its epoch by that
    server.restart()
    await commit('r', [messageOf('c3')])
    const again = await rooms.head('r')
    expect([again.seq, again.epoch === epoch]).toEqual([3, false])
  })

  test('[RE38] where the memory is full no message is taken, a repeat is answered, and a deletion is tried', async () => {
    const { server, commit, rooms } = begin()
    const one = messageOf('c1')
    await commit('r', [one])
    server.isFull = true
    const group = [one, messageOf('c2'), writeOf('c3', edit(one.id, 'x')), writeOf('c4', remove(one.id))]
    expect(await commit('r', group)).toMatchObject([{ seq: 1, duplicate: true }, 'full', 'full', 'full'])
    expect(await rooms.page('r', ALL)).toMatchObject({ messages: [{ id: one.id }] })
    server.isFull = false
    expect(await commit('r', group.slice(3))).toMatchObject([{ seq: 2 }])
  })

  test('[RE39] a server out of reach is LogUnavailable, and nothing else is', async () => {
    const { engine, commit, rooms } = begin()
    engine.cut = true
    const position = { epoch: 'e', seq: 0 }
    for (const asked of [
      () => commit('r', [messageOf('c1')]),
      () => rooms.head('r'),
      () => rooms.recent('r', 10, 1e9),
      () => rooms.resume('r', position, 10),
      () => rooms.page('r', ALL),
      () => rooms.unread('r', 0, ['a:ann']),
      () => rooms.roomsOfPerson(['a:ann'], undefined, 10),
    ])
      await expect(asked()).rejects.toThrow(LogUnavailable)
    engine.cut = false
    await expect(commit('r', [writeOf('c2', undefined as never)])).rejects.toThrow(TypeError)
  })

  test('[RE40] the name of a person goes from a long room in several steps, and from nothing of others', async () => {
    const { engine, rooms, commit } = begin()
    const bob = { id: 'a:bob', name: 'Bob' }
    const said = upTo(500).map(n => messageOf(`c${n}`, 'x', n % 2 ? {} : { user: bob }))
    await commit('r', said)
    await commit(
      'r',
      said.slice(0, 250).map(({ id }, n) => writeOf(`r${n}`, react(id), n % 2 ? {} : { user: bob })),
    )
    engine.commits = []
    const forget = { kind: 'forgetNames', room: 'r', ids: ['a:ann'], after: 2 } as const
    expect(await rooms.commit('r', [forget])).toEqual([undefined])
    expect(engine.commits.length).toBeGreaterThan(3)
    for (const each of engine.commits) expect(each.commands.flat().length).toBeLessThan(500)
    const { epoch } = await rooms.head('r')
    const { events = [] } = await rooms.resume('r', { epoch, seq: 0 }, 1_000)
    const names = events.map(({ seq, user }) => seq > 2 && user?.id === 'a:ann' && user.name)
    expect(names.filter(name => name !== false)).toEqual(names.filter(name => name !== false).map(() => ''))
    expect(events.filter(({ user }) => user?.id === 'a:bob').every(({ user }) => user?.name === 'Bob')).toBe(true)
    expect(events.slice(0, 1)).toMatchObject([{ user: { name: 'Ann' } }])
  })
})

/** All that a server holds. */
function textOf(server: MemoryRedisServer): string {
  return JSON.stringify(
    [...server.redis.copy()].map(([key, { value }]) => [key, typeof value === 'string' ? value : [...value]]),
  )
}
