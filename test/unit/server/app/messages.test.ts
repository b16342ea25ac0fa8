import { describe, expect, test } from 'vitest'
import type { ServerFrame } from '../../../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../../../sdk/protocol/limits.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { HubHarness } from '../../../support/hub-harness.ts'

/** From one head to the next in the harness, in ms: 20 of the 21 parts of its heartbeat. */
const BEAT = (20_000 * 20) / 21 + 1

describe('messages', () => {
  test('[MS30] a message reaches every member once, in the same order, and its sender gets both', async () => {
    const harness = new HubHarness()
    const users = await Promise.all(['ann', 'bob', 'cyd'].map(name => harness.user(name, 'a')))
    const stranger = await harness.user('dee', 'b')
    for (let i = 0; i < 30; i++) {
      users[i % 3]?.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: `${i}` })
      if (i % 7 === 0) await harness.pass(i)
    }
    await harness.pass(100)
    const orders = users.map(user => user.of('new_message').map(({ seq, text }) => [seq, text]))
    expect(orders[0]?.map(([seq]) => seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
    expect(users.map(user => user.of('ok').length)).toEqual([10, 10, 10])
    expect(stranger.of('new_message')).toEqual([])
  })

  test('[MS30] the acknowledgement and the event say the same', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await harness.pass(100)
    const reply = await ann.ask({ type: 'send_message', room: 'a', cid: 'c1', text: 'hello' })
    const [event] = ann.of('new_message')
    expect(reply).toEqual({
      type: 'ok',
      ref: 2,
      room: 'a',
      seq: 1,
      id: event?.id,
      sentAt: event?.sentAt,
      duplicate: false,
    })
    expect(event).toMatchObject({ room: 'a', seq: 1, cid: 'c1', text: 'hello', user: { name: 'ann' } })
  })

  test('[MS30] nothing is acknowledged or published before the log has it', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann', 'a')
    log.hold('append')
    ann.say({ type: 'send_message', room: 'a', cid: 'c1', text: 'hello' })
    await harness.pass(100)
    expect(ann.of('ok')).toEqual([])
    log.release('append')
    await harness.quiet()
    expect(ann.of('ok')).toHaveLength(1)
  })

  test('[MS31] text is stored without what is blank around it; blank and too long are refused', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    expect(await ann.send('a', '\n  hi \n', 'c1')).toMatchObject({ seq: 1 })
    expect(await ann.send('a', ' \u200b ', 'c2')).toMatchObject({ code: 'invalid_message' })
    expect(await ann.send('a', 'x'.repeat(DEFAULT_LIMITS.messageLength + 1), 'c3')).toMatchObject({ code: 'too_large' })
    expect(await ann.send('a', '👍'.repeat(DEFAULT_LIMITS.messageLength), 'c4')).toMatchObject({ seq: 2 })
    const { messages } = await ann.ask({ type: 'history', room: 'a' })
    expect(messages[0].text).toBe('  hi')
  })

  test('[MS32] a repeat under the same cid is a duplicate with the first values, published once', async () => {
    const harness = new HubHarness()
    const token = harness.login('ann')
    const ann = await harness.enter(token, 'a')
    const tab = await harness.enter(token, 'a')
    const first = await ann.send('a', 'one', 'same')
    const repeat = await tab.send('a', 'another text', 'same')
    expect(repeat).toMatchObject({ seq: 1, id: first.id, duplicate: true })
    expect(await (await harness.user('bob', 'a')).send('a', 'mine', 'same')).toMatchObject({ seq: 2, duplicate: false })
    await harness.pass(100)
    expect(ann.of('new_message').map(({ text }) => text)).toEqual(['one', 'mine'])
  })

  test.each(['unavailable', 'broken'] as const)(
    '[MS33] a log that is %s refuses, and nothing is published',
    async how => {
      const { harness, log } = held()
      const ann = await harness.user('ann', 'a')
      log.failing = how
      for (const request of [
        { type: 'send_message', room: 'a', cid: 'c1', text: 'x' },
        { type: 'history', room: 'a' },
      ] as const) {
        expect(await ann.ask(request)).toMatchObject({ code: 'unavailable', retryable: true, retryAfterMs: 1_000 })
      }
      await harness.pass(100)
      expect(ann.of('new_message')).toEqual([])
      log.failing = false
      expect(await ann.send('a', 'x', 'c1')).toMatchObject({ seq: 1, duplicate: false })
    },
  )

  test('[MS34] history pages back, oldest first', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    for (let i = 1; i <= 120; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: `${i}` })
    await harness.quiet()
    const { epoch } = await harness.log.head('a')
    const newest = await ann.ask({ type: 'history', room: 'a', limit: 1_000 })
    expect(newest).toMatchObject({ type: 'ok', epoch, more: true })
    expect(newest.messages.map(({ seq }: { seq: number }) => seq)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 21),
    )
    const older = await ann.ask({ type: 'history', room: 'a', before: 21, epoch })
    expect(older.messages).toHaveLength(20)
    expect(older.more).toBe(false)
    const some = await ann.ask({ type: 'history', room: 'a', before: 50, limit: 2 })
    expect(some.messages.map(({ seq }: { seq: number }) => seq)).toEqual([48, 49])
    expect(await ann.ask({ type: 'history', room: 'a', before: 0 })).toMatchObject({ messages: [], more: false })
    expect(await ann.ask({ type: 'history', room: 'a', epoch: 'other' })).toMatchObject({ code: 'not_found' })
  })

  test.each([
    ['x', 15],
    ['\u00e4', 7],
    ['\u4e2d', 5],
    ['\u{1F600}', 3],
    ['"', 7],
    ['\u0001', 2],
  ])('[MS34] a page of messages of %j ends at 64 kB on the wire', async (character, count) => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const text = `${character.repeat(3_999)}.`
    for (let i = 1; i <= 30; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text })
    await harness.quiet()
    ann.clear()
    const { messages, more } = await ann.ask({ type: 'history', room: 'a' })
    expect(messages).toHaveLength(count)
    expect(more).toBe(true)
    expect(Buffer.byteLength(ann.socket.received[0] ?? '')).toBeLessThan(64_300)
  })

  test('[MS35] the messages of one connection are stored in the order of its frames', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann', 'a')
    log.hold('append')
    for (let i = 0; i < 50; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: `${i}` })
    await harness.quiet()
    log.release('append')
    await harness.pass(100)
    expect(ann.of('new_message').map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
  })

  test('[MS36] a message in a quiet room leaves without time passing', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await harness.pass(1_000)
    const at = harness.clock.now()
    await ann.send('a', 'hello')
    expect(ann.of('new_message')).toHaveLength(1)
    expect(harness.clock.now()).toBe(at)
  })

  test('[MS36] messages of a busy room leave together, within 50 ms', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await harness.pass(1_000)
    ann.clear()
    await ann.send('a', 'first', 'c0')
    for (let i = 1; i <= 10; i++) await ann.send('a', `${i}`, `c${i}`)
    expect(ann.of('new_message')).toHaveLength(1)
    harness.transport.published = 0
    await harness.pass(50)
    expect(ann.of('new_message')).toHaveLength(11)
    expect(harness.transport.published).toBe(1)
  })

  test('[MS40] who joins while messages wait for company hears each once, and the others no sooner', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    await harness.pass(1_000)
    bob.clear()
    await ann.send('a', 'first', 'c0')
    await ann.send('a', 'told in the reply', 'c1')
    harness.transport.published = 0
    const cat = await harness.user('cat', 'a')
    await bob.ask({ type: 'join', room: 'a' })
    await ann.send('a', 'told after it', 'c2')
    const dan = await harness.user('dan', 'a')
    expect(harness.transport.published).toBe(0)
    await harness.pass(50)
    expect(cat.of('new_message').map(({ text }) => text)).toEqual(['told after it'])
    expect(dan.of('new_message')).toEqual([])
    expect(bob.of('new_message').map(({ text }) => text)).toEqual(['first', 'told after it'])
    await ann.send('a', 'told to all', 'c3')
    await harness.pass(50)
    for (const user of [ann, bob, cat, dan]) expect(user.of('new_message').at(-1)?.text).toBe('told to all')
  })

  test('[MS40] who goes while messages wait hears no more', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await harness.pass(1_000)
    await ann.send('a', 'first', 'c0')
    await ann.send('a', 'waits', 'c1')
    const cat = await harness.user('cat', 'a')
    await ann.send('a', 'waits too', 'c2')
    await cat.ask({ type: 'leave', room: 'a' })
    await harness.pass(50)
    await ann.send('a', 'later', 'c3')
    await harness.pass(50)
    expect(cat.of('new_message')).toEqual([])
  })

  test('[MS37] a burst leaves in frames of at most 16 kB where its objects allow it', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    await harness.pass(1_000)
    bob.clear()
    const burst = Array.from({ length: 90 }, (_, i) => ({
      type: 'send_message',
      ref: i + 10,
      room: 'a',
      cid: `c${i}`,
      text: i === 45 ? '👍'.repeat(4_000) : 'x'.repeat(500),
    }))
    ann.socket.say(burst)
    await harness.pass(100)
    expect(bob.of('new_message')).toHaveLength(90)
    const sizes = bob.socket.received.map(text => Buffer.byteLength(text))
    expect(sizes.filter(size => size > 16_000)).toHaveLength(1)
    expect(sizes.length).toBeLessThan(10)
  })

  test('[MS38] head comes every heartbeat, behind the events that it counts', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a', 'b')
    const bob = await harness.user('bob', 'a')
    await harness.pass(BEAT)
    expect(ann.of('head').map(({ rooms }) => rooms)).toEqual(expect.arrayContaining([{ a: 0 }, { b: 0 }]))
    expect(ann.of('head')).toHaveLength(2)
    ann.clear()
    bob.clear()
    // One every 7 ms, so that some wait for company while the heartbeat comes.
    for (let i = 0; i < 3_000; i++) {
      ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: 'x' })
      harness.transport.flush()
      await harness.clock.run(7)
    }
    await harness.pass(100)
    let last = 0
    for (const frame of bob.frames as ServerFrame[]) {
      if (frame.type === 'new_message') last = frame.seq
      if (frame.type === 'head') expect(frame.rooms).toEqual({ a: last })
    }
    expect(bob.of('head')).toHaveLength(1)
    expect(last).toBe(3_000)
  })

  test('[MS38] where a message comes shortly before it, head comes with it and not again', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    let withMessage = 0
    for (let second = 0; second < 200; second++) {
      const before = ann.of('head').length
      await ann.send('a', 'x')
      await harness.pass(500)
      withMessage += ann.of('head').length - before
      await harness.pass(500)
    }
    expect(withMessage).toBe(10)
    expect(ann.of('head')).toHaveLength(withMessage)
  })

  test('[MS38] from one head to the next it is a heartbeat at most, also where some come with a message', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const at: number[] = []
    for (let step = 0; step < 4_000; step++) {
      if ((step * step) % 97 < 4) await ann.send('a', 'x')
      await harness.pass(100)
      if (ann.of('head').length > at.length) at.push(step)
    }
    const gaps = at.slice(1).map((step, index) => step - Number(at[index]))
    expect(new Set(gaps).size).toBeGreaterThan(2)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(200)
  })

  test('[MS38] who reads what the others are not told yet does not move the head for them', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann', 'a')
    log.hold('news')
    await ann.send('a', 'stored')
    const bob = await harness.user('bob', 'a')
    await harness.pass(25_000)
    expect(ann.of('new_message')).toEqual([])
    expect(ann.of('head')).toEqual([{ type: 'head', rooms: { a: 0 } }])
    log.release('news')
    await harness.pass(25_000)
    for (const user of [ann, bob]) expect(user.of('head').at(-1)).toEqual({ type: 'head', rooms: { a: 1 } })
    expect(ann.of('new_message')).toHaveLength(1)
  })

  test('[MS38] a connection without rooms gets an empty head, one with rooms does not', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann')
    await harness.pass(BEAT)
    expect(ann.frames).toEqual([{ type: 'head', rooms: {} }])
    await ann.ask({ type: 'join', room: 'a' })
    ann.clear()
    await harness.pass(BEAT)
    expect(ann.of('head')).toEqual([{ type: 'head', rooms: { a: 0 } }])
    await ann.ask({ type: 'leave', room: 'a' })
    ann.clear()
    await harness.pass(2 * BEAT)
    expect(ann.frames).toEqual([
      { type: 'head', rooms: {} },
      { type: 'head', rooms: {} },
    ])
  })
})

function held() {
  let log: HeldLog | undefined
  const harness = new HubHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
  if (log === undefined) throw new Error('no log')
  return { harness, log }
}
