import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../../../sdk/protocol/limits.ts'
import { UNLIMITED_HUB_CAPS } from '../../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../../support/held-log.ts'
import { type HarnessClient, HubHarness } from '../../../../support/hub-harness.ts'

function held() {
  let log: HeldLog | undefined
  const harness = new HubHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
  if (log === undefined) throw new Error('no log')
  return { harness, log }
}

async function talk(client: HarnessClient, room: string, count: number, text = 'text'): Promise<void> {
  for (let i = 0; i < count; i++) client.say({ type: 'send_message', room, cid: `t${room}${i}`, text: `${text} ${i}` })
  await client.ask({ type: 'users', room })
}

describe('rooms', () => {
  test.each([
    ['a b', 'invalid_room'],
    ['', 'invalid_room'],
    ['dm:ann', 'not_found'],
    ['priv:ann', 'not_found'],
  ])('[RM1] %j is %s in every request that names a room', async (room, code) => {
    const harness = new HubHarness()
    const ann = await harness.user('ann')
    const requests = [
      { type: 'join', room },
      { type: 'leave', room },
      { type: 'send_message', room, cid: 'c', text: 'x' },
      { type: 'history', room },
      { type: 'users', room },
      { type: 'typing', room, active: true },
    ] as const
    for (const request of requests) expect(await ann.ask(request)).toMatchObject({ type: 'error', code })
    const client = harness.open()
    const reply = await client.ask({ type: 'connect', token: harness.login('bob'), rooms: [{ room }, { room: 'ok' }] })
    expect(reply.rooms).toMatchObject([
      { room, error: { code, retryable: false } },
      { room: 'ok', seq: 0 },
    ])
  })

  test('[RM2] a first join brings an empty page, a later one the newest page and the head', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann')
    expect(await ann.ask({ type: 'join', room: 'a' })).toEqual({
      type: 'ok',
      ref: 2,
      room: 'a',
      epoch: expect.any(String),
      seq: 0,
      recovered: false,
      messages: [],
      more: false,
      pins: [],
      presence: {
        version: 0,
        count: 1,
        complete: true,
        users: [{ id: expect.stringMatching(/^g:./), name: 'ann', guest: true }],
      },
      kind: 'open',
      role: 'guest',
      can: ['send', 'reply', 'react', 'edit', 'delete', 'search'],
    })
    await talk(ann, 'a', 130)
    const bob = await harness.user('bob')
    const reply = await bob.ask({ type: 'join', room: 'a' })
    expect(reply).toMatchObject({ seq: 130, recovered: false, more: true, presence: { count: 2 } })
    expect(reply.messages).toHaveLength(100)
    expect(reply.messages[0]).toMatchObject({ room: 'a', seq: 31, cid: 'ta30', text: 'text 30', user: { name: 'ann' } })
    expect(reply.messages.at(-1).type).toBeUndefined()
  })

  test('[RM3] a join with a position brings every event after it', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await talk(ann, 'a', 5)
    const { epoch } = await harness.log.head('a')
    const bob = await harness.user('bob')
    const reply = await bob.ask({ type: 'join', room: 'a', epoch, seq: 2 })
    expect(reply).toMatchObject({ seq: 5, recovered: true })
    expect(reply.messages).toBeUndefined()
    expect(reply.events.map(({ type, seq }: { type: string; seq: number }) => [type, seq])).toEqual([
      ['new_message', 3],
      ['new_message', 4],
      ['new_message', 5],
    ])
    expect(await bob.ask({ type: 'join', room: 'a', epoch, seq: 5 })).toMatchObject({ recovered: true, events: [] })
  })

  test('[RM4] a position that cannot be resumed brings the newest page', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await talk(ann, 'a', DEFAULT_LIMITS.resumeEvents + 2)
    const { epoch, seq: head } = await harness.log.head('a')
    const bob = await harness.user('bob')
    const positions = [
      { epoch: 'other', seq: head },
      { epoch, seq: head + 1 },
      { epoch, seq: 1 },
      { seq: head },
      { epoch },
    ]
    for (const position of positions) {
      const reply = await bob.ask({ type: 'join', room: 'a', ...position })
      expect(reply).toMatchObject({ recovered: false, seq: head, epoch, more: true })
      expect(reply.messages).toHaveLength(100)
    }
    expect((await bob.ask({ type: 'join', room: 'a', epoch, seq: 2 })).events).toHaveLength(300)
  })

  test('[RM5] joining a joined room answers anew and counts once', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    const ann = await harness.user('ann', 'a')
    await harness.pass(1_000)
    expect(await ann.ask({ type: 'join', room: 'a' })).toMatchObject({ seq: 0, presence: { count: 2 } })
    bob.clear()
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(1_000)
    expect(bob.of('user_left')).toMatchObject([{ users: [{ name: 'ann' }], count: 1 }])
    await bob.send('a', 'to nobody')
    expect(ann.of('new_message')).toEqual([])
  })

  test.each(['before', 'after'] as const)(
    '[RM6] a message stored while a join is read, %s its page, comes once and in order',
    async when => {
      const { harness, log } = held()
      const ann = await harness.user('ann', 'a')
      await ann.send('a', 'one', 'c1')
      const bob = await harness.user('bob')
      log.hold('page')
      if (when === 'after') bob.say({ type: 'join', room: 'a' })
      await harness.quiet()
      await ann.send('a', 'two', 'c2')
      await ann.send('a', 'three', 'c3')
      if (when === 'before') bob.say({ type: 'join', room: 'a' })
      await harness.quiet()
      log.release('page')
      // What is published in the turn of the join waits for company, and travels behind the reply.
      await harness.quiet()
      await ann.send('a', 'four', 'c4')
      await harness.pass(100)
      const reply = bob.of('ok').find(frame => 'messages' in frame)
      const page = reply !== undefined && 'messages' in reply ? reply.messages : []
      const live = bob.of('new_message')
      expect([...page, ...live].map(({ seq, text }) => [seq, text])).toEqual([
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
        [4, 'four'],
      ])
      expect(reply).toMatchObject({ seq: 3 })
      const order = bob.frames.filter(({ type }) => type === 'ok' || type === 'new_message').map(({ type }) => type)
      expect(order.slice(-2)).toEqual(['ok', 'new_message'])
    },
  )

  test('[RM6] joins and messages in any order, over a log of any slowness, lose and double nothing', async () => {
    const { harness, log } = held()
    const writers = await Promise.all(['w1', 'w2'].map(name => harness.user(name, 'a')))
    const readers: { client: HarnessClient; epoch?: string; seq?: number }[] = []
    let state = 7
    const next = (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return (state >> 8) % n
    }
    let sent = 0
    for (let step = 0; step < 400; step++) {
      const writer = writers[next(2)]
      switch (next(6)) {
        case 0:
          if (readers.length < 25) {
            const client = await harness.user(`r${readers.length}`)
            const known = next(2) === 0 ? await harness.log.head('a') : undefined
            client.say({ type: 'join', room: 'a', ...known })
            readers.push({ client, ...known })
          }
          break
        case 1:
          log.hold(...(['page', 'resume', 'append'] as const).slice(0, 1 + next(3)))
          break
        case 2:
          for (const call of ['append', 'resume', 'page'] as const) if (next(2) === 0) log.release(call)
          break
        case 3:
          harness.clock.advance(next(30))
          break
        default:
          writer?.say({ type: 'send_message', room: 'a', cid: `m${sent++}`, text: `${sent}` })
      }
      if (next(3) === 0) await harness.quiet()
    }
    for (const call of ['append', 'resume', 'page'] as const) log.release(call)
    await harness.pass(100)
    for (const call of ['append', 'resume', 'page'] as const) log.release(call)
    await harness.pass(100)
    expect(readers.length).toBeGreaterThan(5)
    const { seq: head } = await harness.log.head('a')
    expect(head).toBe(sent)
    for (const { client, seq: from } of readers) {
      let last: number | undefined
      for (const frame of client.frames) {
        if (frame.type === 'ok' && 'recovered' in frame) {
          const items = frame.recovered ? frame.events : frame.messages
          if (frame.recovered) expect(items.map(({ seq }) => seq)).toEqual(items.map((_, i) => (from ?? 0) + 1 + i))
          expect(items.at(-1)?.seq ?? frame.seq).toBe(frame.seq)
          last = frame.seq
        } else if (frame.type === 'new_message') {
          // A message before the reply would have nothing to stand on.
          expect(frame.seq).toBe((last ?? Number.NaN) + 1)
          last = frame.seq
        }
      }
      expect(last).toBe(head)
    }
  })

  test('[RM7] connect joins and resumes its rooms in one round trip', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a', 'b')
    await talk(ann, 'a', 3)
    await talk(ann, 'b', 2)
    const at = await harness.log.head('a')
    await ann.send('a', 'later', 'later')
    const client = harness.open()
    const rooms = [{ room: 'a', ...at }, { room: '-' }, { room: 'b' }, { room: 'b' }]
    const reply = await client.ask({ type: 'connect', token: harness.login('bob'), rooms })
    expect(reply.rooms).toMatchObject([
      { room: 'a', seq: 4, recovered: true, events: [{ text: 'later' }], presence: { count: 2 } },
      { room: '-', error: { code: 'invalid_room' } },
      { room: 'b', seq: 2, recovered: false, messages: [{ text: 'text 0' }, { text: 'text 1' }] },
      { room: 'b', seq: 2, presence: { count: 2 } },
    ])
    await ann.send('b', 'live', 'live')
    await harness.pass(50)
    expect(client.of('new_message')).toMatchObject([{ room: 'b', seq: 3 }])
  })

  test('[RM8] rooms that do not fit into the connect reply are deferred, and can be joined singly', async () => {
    const harness = new HubHarness()
    const names = Array.from({ length: 12 }, (_, i) => `room${i}`)
    const ann = await harness.user('ann', ...names)
    for (const room of names) await talk(ann, room, 17, 'x'.repeat(3_900))
    const client = harness.open()
    const token = harness.login('bob')
    const reply = await client.ask({ type: 'connect', token, rooms: names.map(room => ({ room })) })
    expect(client.socket.received.map(text => Buffer.byteLength(text)).at(0)).toBeLessThan(256_000)
    const deferred = reply.rooms.filter(({ error }: { error?: { code: string } }) => error?.code === 'deferred')
    expect(deferred.length).toBeGreaterThan(6)
    expect(deferred[0].error).toMatchObject({ retryable: true })
    expect(reply.rooms).toHaveLength(12)
    client.clear()
    await ann.send(deferred[0].room, 'not yet', 'not-yet')
    expect(client.of('new_message')).toEqual([])
    expect(await client.ask({ type: 'join', room: deferred[0].room })).toMatchObject({ type: 'ok', seq: 18 })
  })

  test('[RM9] a connection joins at most limits.rooms rooms', async () => {
    const harness = new HubHarness({ limits: { ...DEFAULT_LIMITS, rooms: 2 } })
    const client = harness.open()
    const rooms = ['a', 'b', 'c'].map(room => ({ room }))
    const reply = await client.ask({ type: 'connect', token: harness.login('ann'), rooms })
    expect(reply.rooms).toMatchObject([{ seq: 0 }, { seq: 0 }, { room: 'c', error: { code: 'forbidden' } }])
    expect(await client.ask({ type: 'join', room: 'c' })).toMatchObject({ code: 'forbidden' })
    expect(await client.ask({ type: 'join', room: 'b' })).toMatchObject({ type: 'ok' })
    await client.ask({ type: 'leave', room: 'a' })
    expect(await client.ask({ type: 'join', room: 'c' })).toMatchObject({ type: 'ok' })
    const greedy = harness.open()
    const many = Array.from({ length: 9 }, (_, i) => ({ room: `r${i}` }))
    expect(await greedy.ask({ type: 'connect', token: harness.login('bob'), rooms: many })).toMatchObject({
      type: 'error',
      code: 'bad_request',
    })
  })

  test('[RM10] who left gets nothing more, and leaving twice is not_joined', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    expect(await bob.ask({ type: 'leave', room: 'a' })).toEqual({ type: 'ok', ref: 2 })
    bob.clear()
    await ann.send('a', 'hello')
    await harness.pass(25_000)
    expect(bob.frames.filter(({ type }) => type !== 'head')).toEqual([])
    for (const request of [
      { type: 'leave', room: 'a' },
      { type: 'send_message', room: 'a', cid: 'c', text: 'x' },
      { type: 'history', room: 'a' },
      { type: 'users', room: 'a' },
      { type: 'typing', room: 'a', active: true },
    ] as const) {
      expect(await bob.ask(request)).toMatchObject({ type: 'error', code: 'not_joined', retryable: false })
    }
  })

  test('[RM11] a room without members is forgotten after a minute, and its history stays', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await talk(ann, 'a', 3)
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(50_000)
    expect(harness.hub.stats().rooms).toBe(1)
    await harness.pass(15_000)
    expect(harness.hub.stats().rooms).toBe(0)
    expect(await ann.ask({ type: 'join', room: 'a' })).toMatchObject({ seq: 3, presence: { count: 1 } })
    await ann.send('a', 'four', 'four')
    await harness.pass(50)
    expect(ann.of('new_message').at(-1)).toMatchObject({ seq: 4 })
  })

  test('[RM12] an idle room makes way for another; without one the join is unavailable', async () => {
    const harness = new HubHarness({ caps: { ...UNLIMITED_HUB_CAPS, rooms: 2 } })
    const ann = await harness.user('ann', 'a', 'b')
    expect(await ann.ask({ type: 'join', room: 'c' })).toMatchObject({ code: 'unavailable', retryable: true })
    await ann.ask({ type: 'leave', room: 'b' })
    await harness.pass(1_000)
    expect(await ann.ask({ type: 'join', room: 'c' })).toMatchObject({ type: 'ok' })
    expect(harness.hub.stats().rooms).toBe(2)
  })

  test('[RM13] more than 512 kB of missed events are not resumed', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await talk(ann, 'a', 150, 'x'.repeat(3_900))
    const { epoch } = await harness.log.head('a')
    const bob = await harness.user('bob')
    expect(await bob.ask({ type: 'join', room: 'a', epoch, seq: 0 })).toMatchObject({ recovered: false, seq: 150 })
    expect(await bob.ask({ type: 'join', room: 'a', epoch, seq: 50 })).toMatchObject({ recovered: true, seq: 150 })
  })

  test.each(['unavailable', 'broken'] as const)(
    '[RM14] a join over a log that is %s leaves nothing behind',
    async how => {
      const { harness, log } = held()
      const ann = await harness.user('ann')
      log.failing = how
      expect(await ann.ask({ type: 'join', room: 'a' })).toMatchObject({ code: 'unavailable', retryable: true })
      const client = harness.open()
      const reply = await client.ask({ type: 'connect', token: harness.login('bob'), rooms: [{ room: 'a' }] })
      expect(reply.rooms).toMatchObject([{ room: 'a', error: { code: 'unavailable' } }])
      log.failing = false
      expect(harness.logged).toHaveLength(how === 'broken' ? 2 : 0)
      expect(await ann.ask({ type: 'join', room: 'a' })).toMatchObject({ presence: { count: 1 } })
      await ann.ask({ type: 'leave', room: 'a' })
      await harness.pass(70_000)
      expect(harness.hub.stats().rooms).toBe(0)
    },
  )

  test('[RM14] a join during which too much happened is refused, and the next one works', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob')
    log.hold('page')
    bob.say({ type: 'join', room: 'a' })
    await harness.quiet()
    for (let i = 0; i <= 2_000; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: 'x' })
    await harness.quiet()
    log.release('page')
    await harness.quiet()
    expect(bob.frames).toMatchObject([{ type: 'error', code: 'unavailable', retryable: true }])
    expect(await bob.ask({ type: 'join', room: 'a' })).toMatchObject({ type: 'ok', seq: 2_001 })
  })

  test('[RM11] a room that was used again is kept a minute from then', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(50_000)
    await ann.ask({ type: 'join', room: 'a' })
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(50_000)
    expect(harness.hub.stats().rooms).toBe(1)
    await harness.pass(15_000)
    expect(harness.hub.stats().rooms).toBe(0)
  })

  test('[RM16] a new epoch of the store is told to the members, behind what came before', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann', 'a')
    await ann.send('a', 'before')
    await harness.pass(100)
    ann.clear()
    ann.say({ type: 'send_message', room: 'a', cid: 'second', text: 'just before' })
    await harness.quiet()
    log.reset('a', { epoch: 'e2', seq: 7 })
    await harness.pass(100)
    expect(ann.frames.filter(({ type }) => type === 'new_message' || type === 'resync')).toMatchObject([
      { type: 'new_message', seq: 2 },
      { type: 'resync', room: 'a', epoch: 'e2', seq: 7 },
    ])
    ann.clear()
    await harness.pass(25_000)
    expect(ann.of('head')).toContainEqual({ type: 'head', rooms: { a: 7 } })
  })

  test('[RM16] who is about to join when a new epoch begins has to join again', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann')
    log.hold('page')
    const ref = ann.say({ type: 'join', room: 'a' })
    await harness.quiet()
    log.reset('a', { epoch: 'e2', seq: 0 })
    log.release('page')
    await harness.quiet()
    expect(ann.frames.find(frame => 'ref' in frame && frame.ref === ref)).toMatchObject({ code: 'unavailable' })
    expect(await ann.ask({ type: 'join', room: 'a' })).toMatchObject({ type: 'ok' })
  })
})
