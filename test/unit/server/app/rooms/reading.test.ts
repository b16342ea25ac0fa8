import { describe, expect, test } from 'vitest'
import type { Directory } from '../../../../../server/ports/directory.ts'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

async function people(options: ConstructorParameters<typeof PeopleHarness>[0] = {}) {
  const harness = new PeopleHarness(options)
  await harness.accounts('a:ann', 'a:bob', 'a:cat')
  return harness
}
const read = (room: string, upTo: number, epoch?: string) => ({ type: 'mark_read', room, upTo, epoch }) as const
const stateOf = async (client: HarnessClient, room: string) => {
  const { read, unread, mentions } = await client.ask({ type: 'join', room })
  return [read, unread, mentions]
}
async function say(client: HarnessClient, room: string, ...texts: string[]): Promise<void> {
  for (const text of texts) await client.ask({ type: 'send_message', room, text, cid: `c-${text}` })
}

describe('how far somebody has read', () => {
  test('[RM160] who comes first has missed nothing; from then on what others write counts, until it is read', async () => {
    const harness = await people()
    const bob = await harness.as('a:bob', 'lobby')
    await say(bob, 'lobby', 'one', 'two')
    const ann = await harness.as('a:ann')
    expect(await stateOf(ann, 'lobby')).toEqual([2, 0, 0])
    await say(bob, 'lobby', 'three')
    await bob.ask({ type: 'send_message', room: 'lobby', text: 'four', cid: 'm', mentions: ['a:ann'] })
    await say(ann, 'lobby', 'mine')
    expect(await stateOf(ann, 'lobby')).toEqual([2, 2, 1])
    expect(await ann.ask(read('lobby', 3))).toMatchObject({ type: 'ok' })
    expect(await stateOf(await harness.as('a:ann'), 'lobby')).toEqual([3, 1, 1])
    const gone = await ann.ask({ type: 'history', room: 'lobby', limit: 2 })
    await bob.ask({ type: 'delete_message', room: 'lobby', messageId: gone.messages[0].id, cid: 'd' })
    expect(await stateOf(ann, 'lobby')).toEqual([3, 0, 0])
  })

  test('[RM160] of a guest nothing is kept, and nothing is said', async () => {
    const harness = await people()
    const guest = await harness.as('g:gus', 'lobby')
    expect(await guest.ask(read('lobby', 1))).toMatchObject({ type: 'ok' })
    expect(await guest.ask({ type: 'join', room: 'lobby' })).not.toHaveProperty('read')
    await harness.pass(10_000)
    expect(await harness.directory.position('g:gus', 'lobby')).toBeUndefined()
    expect(guest.of('read')).toEqual([])
  })

  test('[RM161] a mark is cut to the head, the highest of all devices counts, and only mark_unread sets it lower', async () => {
    const harness = await people()
    const bob = await harness.as('a:bob', 'lobby')
    const [phone, desk] = [await harness.as('a:ann', 'lobby'), await harness.as('a:ann', 'lobby')]
    await say(bob, 'lobby', 'one', 'two', 'three', 'four')
    await phone.ask(read('lobby', 3))
    await desk.ask(read('lobby', 2))
    expect(await stateOf(desk, 'lobby')).toEqual([3, 1, 0])
    await desk.ask(read('lobby', 1_000_000))
    expect(await stateOf(phone, 'lobby')).toEqual([4, 0, 0])
    await phone.ask({ type: 'mark_unread', room: 'lobby', upTo: 1 })
    expect(await stateOf(desk, 'lobby')).toEqual([1, 3, 0])
    await desk.ask(read('lobby', 0))
    expect(await stateOf(desk, 'lobby')).toEqual([1, 3, 0])
    await desk.ask(read('lobby', 4, 'another epoch'))
    expect(await stateOf(desk, 'lobby')).toEqual([1, 3, 0])
    await desk.ask(read('lobby', 2))
    expect(await stateOf(desk, 'lobby')).toEqual([2, 2, 0])
  })

  test('[RM162] all connections of the person hear of it, soon, once for many marks, and nobody else', async () => {
    const harness = await people()
    const bob = await harness.as('a:bob', 'lobby')
    const ann = [await harness.as('a:ann', 'lobby'), await harness.as('a:ann')]
    await say(bob, 'lobby', 'one', 'two', 'three')
    for (const client of [...ann, bob]) client.clear()
    for (const upTo of [1, 2, 2, 1]) await ann[0]?.ask(read('lobby', upTo))
    await harness.pass(1_000)
    const told = { type: 'read', room: 'lobby', upTo: 2, unread: 1, mentions: 0 }
    for (const client of ann) expect(client.of('read')).toEqual([told])
    expect(bob.of('read')).toEqual([])
    await ann[1]?.ask(read('lobby', 2))
    await harness.pass(1_000)
    expect(ann[0]?.of('read').length).toBe(1)
  })

  test('[RM163] it is kept soon after, and later where the store does not answer; a stop keeps the rest', async () => {
    let fails = false
    const kept: number[] = []
    const wrapDirectory = (directory: Directory): Directory =>
      new Proxy(directory, {
        get(target, name) {
          const value = Reflect.get(target, name)
          if (name !== 'keepPositions') return typeof value === 'function' ? value.bind(target) : value
          return async (positions: Parameters<Directory['keepPositions']>[0]) => {
            if (fails) throw new LogUnavailable('away')
            kept.push(positions.length)
            return target.keepPositions(positions)
          }
        },
      })
    const harness = await people({ wrapDirectory })
    const bob = await harness.as('a:bob', 'lobby')
    const ann = await harness.as('a:ann', 'lobby')
    await say(bob, 'lobby', 'one', 'two', 'three')
    fails = true
    await ann.ask(read('lobby', 1))
    await harness.pass(5_000)
    expect((await harness.directory.position('a:ann', 'lobby'))?.seq).toBeUndefined()
    fails = false
    await harness.pass(5_000)
    expect(await harness.directory.position('a:ann', 'lobby')).toMatchObject({ seq: 1 })
    await ann.ask(read('lobby', 2))
    const done = harness.hub.drain()
    await harness.pass(10_000)
    await done
    expect(await harness.directory.position('a:ann', 'lobby')).toMatchObject({ seq: 2 })
    expect(Math.max(...kept)).toBeLessThanOrEqual(500)
  })

  test('[RM164] a room that one may not see is none to mark', async () => {
    const harness = await people()
    await harness.room('priv:club', { kind: 'members' }, { 'a:ann': 'owner' })
    const cat = await harness.as('a:cat')
    for (const type of ['mark_read', 'mark_unread'] as const) {
      const hidden = await cat.ask({ type, room: 'priv:club', upTo: 1 })
      const none = await cat.ask({ type, room: 'priv:none', upTo: 1 })
      expect({ ...hidden, ref: 0 }).toEqual({ ...none, ref: 0 })
      expect(hidden.code).toBe('not_found')
    }
  })
})

describe('what came in rooms that are not joined', () => {
  async function club() {
    const harness = await people()
    await harness.room('priv:club', { kind: 'members' }, { 'a:ann': 'owner', 'a:bob': 'member' })
    const bob = await harness.as('a:bob', 'priv:club')
    const ann = await harness.as('a:ann')
    return { harness, ann, bob }
  }

  test('[RM165] people of a small room hear of it at most once a second, with what they have not read', async () => {
    const { harness, ann, bob } = await club()
    const cat = await harness.as('a:cat')
    await say(bob, 'priv:club', 'one', 'two')
    await bob.ask({ type: 'send_message', room: 'priv:club', text: 'ann', cid: 'm', mentions: ['a:ann'] })
    await harness.pass(1_100)
    expect(ann.of('activity')).toEqual([
      { type: 'activity', rooms: { 'priv:club': { upTo: 3, unread: 3, mentions: 1 } } },
    ])
    expect([bob.of('activity'), cat.of('activity')]).toEqual([[], []])
    await say(bob, 'priv:club', 'four')
    await harness.pass(500)
    expect(ann.of('activity').length).toBe(1)
    await harness.pass(600)
    expect(ann.of('activity').length).toBe(2)
  })

  test('[RM165] a connection that has joined hears the messages themselves, the others of that person the news', async () => {
    const { harness, ann, bob } = await club()
    const second = await harness.as('a:ann', 'priv:club')
    await say(bob, 'priv:club', 'one')
    await harness.pass(1_100)
    expect([ann.of('activity').length, second.of('activity').length]).toEqual([1, 0])
    expect(second.of('new_message').length).toBe(1)
  })

  test('[RM165] who got a place while nobody was in the room hears of what comes then', async () => {
    const { harness, ann, bob } = await club()
    await say(bob, 'priv:club', 'one')
    await bob.ask({ type: 'leave', room: 'priv:club' })
    await harness.pass(180_000)
    expect(harness.hub.stats().rooms).toBe(0)
    const cat = await harness.as('a:cat')
    await harness.directory.setRole('priv:club', 'a:cat', 'member')
    await bob.ask({ type: 'join', room: 'priv:club' })
    await say(bob, 'priv:club', 'two')
    await harness.pass(1_100)
    expect([cat.of('activity').length, ann.of('activity').length]).toEqual([1, 2])
  })

  test('[RM166] whoever is put out hears nothing any more, also of what came just before', async () => {
    const { harness, ann, bob } = await club()
    const cat = await harness.as('a:cat')
    await harness.directory.setRole('priv:club', 'a:cat', 'member')
    await harness.quiet()
    await say(bob, 'priv:club', 'one')
    await ann.ask({ type: 'set_role', room: 'priv:club', user: 'a:cat', role: 'none', cid: 'out' })
    await harness.pass(2_000)
    expect(cat.of('activity')).toEqual([])
    await say(bob, 'priv:club', 'two')
    await harness.pass(2_000)
    expect([cat.of('activity'), ann.of('activity').length]).toEqual([[], 2])
  })

  test('[RM167] a message of a large room costs nothing for each who has a place, and tells only whom it names', async () => {
    let asked = 0
    const counting = (directory: Directory): Directory =>
      new Proxy(directory, {
        get(target, name) {
          const value = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...about: unknown[]) => {
            asked++
            return (value as (...about: unknown[]) => unknown).apply(target, about)
          }
        },
      })
    const harness = await people({ wrapDirectory: counting })
    await harness.room('priv:big', { kind: 'members' }, { 'a:ann': 'owner', 'a:bob': 'member', 'a:cat': 'member' })
    const ids = Array.from({ length: 1_000 }, (_, i) => `a:p${i}`)
    await harness.accounts(...ids)
    for (const id of ids) await harness.directory.setRole('priv:big', id, 'member')
    const bob = await harness.as('a:bob', 'priv:big')
    const [ann, cat] = [await harness.as('a:ann'), await harness.as('a:cat')]
    await say(bob, 'priv:big', 'first')
    await harness.pass(2_000)
    asked = 0
    for (let n = 0; n < 50; n++) await say(bob, 'priv:big', `plain ${n}`)
    await harness.pass(2_000)
    expect([asked, ann.of('activity'), cat.of('activity')]).toEqual([0, [], []])
    await bob.ask({ type: 'send_message', room: 'priv:big', text: 'ann', cid: 'm', mentions: ['a:ann'] })
    await harness.pass(2_000)
    expect([ann.of('activity').length, cat.of('activity').length]).toEqual([1, 0])
    expect(ann.of('activity')[0]?.rooms['priv:big']).toMatchObject({ mentions: 1 })
  })

  test('[RM169] who is named by an edit hears of it; other edits, reactions and deletions tell nobody', async () => {
    const { harness, ann, bob } = await club()
    await say(bob, 'priv:club', 'one')
    await harness.pass(1_100)
    const [said] = bob.of('new_message')
    const edit = (text: string, cid: string, mentions?: string[]) =>
      bob.ask({ type: 'edit_message', room: 'priv:club', messageId: said?.id ?? '', text, cid, mentions })
    await edit('two', 'e1')
    const changed = { room: 'priv:club', messageId: said?.id ?? '' }
    await bob.ask({ type: 'react', ...changed, emoji: '👍', on: true, cid: 'r1' })
    await harness.pass(1_100)
    expect(ann.of('activity')).toHaveLength(1)
    await edit('ann', 'e2', ['a:ann'])
    await harness.pass(1_100)
    expect(ann.of('activity')).toHaveLength(2)
    expect(ann.of('activity')[1]?.rooms['priv:club']).toMatchObject({ unread: 1, mentions: 1 })
    await bob.ask({ type: 'delete_message', ...changed, cid: 'd1' })
    await harness.pass(1_100)
    expect(ann.of('activity')).toHaveLength(2)
  })

  test('[RM168] the list of rooms says what one has not read; who was just let in has missed nothing', async () => {
    const { harness, ann, bob } = await club()
    await say(bob, 'priv:club', 'one', 'two')
    const rooms = async (client: HarnessClient) => (await client.ask({ type: 'rooms' })).rooms
    expect(await rooms(ann)).toMatchObject([{ room: 'priv:club', read: 0, unread: 2, mentions: 0 }])
    const cat = await harness.as('a:cat', 'lobby')
    await harness.as('a:ann', 'lobby')
    await ann.ask({ type: 'join', room: 'lobby' })
    expect(await ann.ask({ type: 'invite', room: 'priv:club', user: 'a:cat' })).toMatchObject({ type: 'ok' })
    await cat.ask({ type: 'accept', room: 'priv:club', on: true })
    const found = (await rooms(cat)).find(({ room }: { room: string }) => room === 'priv:club')
    expect(found).toMatchObject({ unread: 0, mentions: 0 })
  })
})
