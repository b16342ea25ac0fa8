import { describe, expect, test } from 'vitest'
import type { ServerEvent } from '../../../../sdk/protocol/events.ts'
import type { JoinedRoom } from '../../../../sdk/protocol/replies.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { PresenceClient } from '../../../support/presence-client.ts'

const names = (events: { users: { name: string }[] }[]) => events.flatMap(({ users }) => users.map(({ name }) => name))

describe('presence in a room', () => {
  test('[PR1] two tabs are one user', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    const token = harness.login('ann')
    const [one, two] = [await harness.enter(token, 'a'), await harness.enter(token, 'a')]
    await harness.pass(1_000)
    expect(names(bob.of('user_joined'))).toEqual(['ann'])
    await one.ask({ type: 'leave', room: 'a' })
    await harness.pass(20_000)
    expect(bob.of('user_left')).toEqual([])
    await two.ask({ type: 'disconnect' })
    await harness.pass(200)
    expect(bob.of('user_left')).toMatchObject([{ users: [{ name: 'ann' }], count: 1 }])
  })

  test('[PR2] a lost socket becomes a leave after 8 s; a return in time is not told', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    const token = harness.login('ann')
    const ann = await harness.enter(token, 'a')
    await harness.pass(1_000)
    bob.clear()
    ann.socket.cut()
    await harness.pass(7_000)
    const back = await harness.enter(token, 'a')
    await harness.pass(10_000)
    expect(bob.frames).toEqual([])
    back.socket.bye(1001)
    await harness.pass(7_999)
    expect(bob.of('user_left')).toEqual([])
    await harness.pass(1)
    expect(names(bob.of('user_left'))).toEqual(['ann'])
  })

  test('[PR3] leave, disconnect and logout are seen at once', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    const token = harness.login('cyd')
    const ann = await harness.user('ann', 'a')
    await harness.enter(token, 'a')
    const dee = await harness.user('dee', 'a')
    await harness.pass(1_000)
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(100)
    harness.sessions.logout(token)
    await harness.pass(100)
    await dee.ask({ type: 'disconnect' })
    await harness.pass(100)
    expect(names(bob.of('user_left'))).toEqual(['ann', 'cyd', 'dee'])
    expect(bob.of('user_left').map(({ count }) => count)).toEqual([3, 2, 1])
  })

  test('[PR16] a user whose session ends during the grace leaves at once', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    const ann = await harness.user('ann', 'a')
    await harness.pass(1_000)
    const { users } = await bob.ask({ type: 'users', room: 'a' })
    ann.socket.cut()
    await harness.pass(1_000)
    harness.hub.endGrace(users[1].id)
    await harness.pass(100)
    expect(names(bob.of('user_left'))).toEqual(['ann'])
  })

  test('[PR4] the joiner hears of itself behind its snapshot, one version on', async () => {
    const harness = new HubHarness()
    await harness.user('bob', 'a')
    await harness.pass(1_000)
    const ann = await harness.user('ann')
    const { presence } = await ann.ask({ type: 'join', room: 'a' })
    expect(presence).toMatchObject({ version: 1, count: 2 })
    expect(ann.of('user_joined')).toMatchObject([{ users: [{ name: 'ann' }], count: 2, version: 2 }])
  })

  test('[PR11] a thousand users who join one room get at most 40 kB each, the right count, and everyone by pages', async () => {
    const harness = new HubHarness()
    const clients = []
    for (let i = 0; i < 1_000; i++) {
      const client = harness.open()
      const rooms = [{ room: 'bench' }]
      client.say({ type: 'connect', token: harness.login(`user${i}`), rooms })
      harness.transport.flush()
      if (i % 5 === 0) await harness.clock.run(10)
      clients.push(client)
    }
    await harness.pass(20_000)
    const bytes = clients.map(({ socket }) => socket.received.reduce((sum, text) => sum + Buffer.byteLength(text), 0))
    expect(Math.max(...bytes)).toBeLessThan(40_000)
    for (const client of clients) {
      const joined = client.of('ok').flatMap(frame => ('rooms' in frame ? (frame.rooms as JoinedRoom[]) : []))[0]!
      const view = new PresenceClient(joined.presence)
      const behind = client.frames.findIndex(frame => frame.type === 'ok') + 1
      for (const event of client.frames.slice(behind)) view.apply(event as ServerEvent)
      expect(view.count).toBe(1_000)
    }
    const asker = clients[0]!
    asker.clear()
    const found = new Set<string>()
    let after: string | undefined
    do {
      const page = await asker.ask({ type: 'users', room: 'bench', ...(after === undefined ? {} : { after }) })
      expect(page.count).toBe(1_000)
      for (const { name } of page.users) found.add(name)
      asker.clear()
      after = page.next
    } while (after !== undefined)
    expect(found.size).toBe(1_000)
  }, 30_000)

  test('[PR9] a false cursor is refused, and a limit is cut to a page', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    expect(await ann.ask({ type: 'users', room: 'a', after: '!' })).toMatchObject({ code: 'bad_request' })
    expect(await ann.ask({ type: 'users', room: 'a', limit: 10_000 })).toMatchObject({ count: 1, version: 1 })
  })
})

describe('typing', () => {
  test('[PR12] typing goes to the others, also to the own other tab, and ends by itself', async () => {
    const harness = new HubHarness()
    const token = harness.login('ann')
    const ann = await harness.enter(token, 'a')
    const tab = await harness.enter(token, 'a')
    const bob = await harness.user('bob', 'a')
    ann.socket.say({ type: 'typing', room: 'a', active: true })
    await harness.quiet()
    expect(bob.of('typing')).toMatchObject([{ room: 'a', user: { name: 'ann' }, active: true }])
    await harness.pass(6_000)
    expect(bob.of('typing').map(({ active }) => active)).toEqual([true, false])
    expect(tab.of('typing')).toHaveLength(2)
    expect(ann.of('typing')).toEqual([])
    expect(ann.of('ok')).toEqual([])
  })

  test('[PR12] typing with a ref is answered', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    expect(await ann.ask({ type: 'typing', room: 'a', active: true })).toEqual({ type: 'ok', ref: 2 })
    expect(await ann.ask({ type: 'typing', room: 'b', active: true })).toMatchObject({ code: 'not_joined' })
  })

  test.each(['send', 'leave', 'cut', 'stop'] as const)('[PR13] typing ends with %s', async how => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    await ann.ask({ type: 'typing', room: 'a', active: true })
    if (how === 'send') await ann.send('a', 'done')
    else if (how === 'leave') await ann.ask({ type: 'leave', room: 'a' })
    else if (how === 'stop') await ann.ask({ type: 'typing', room: 'a', active: false })
    else ann.socket.cut()
    await harness.pass(100)
    expect(bob.of('typing').map(({ active }) => active)).toEqual([true, false])
    await harness.pass(10_000)
    expect(bob.of('typing')).toHaveLength(2)
    expect(ann.of('typing')).toEqual([])
  })

  test('[PR14] typing that goes on is told again only after half of its time', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    for (let i = 0; i < 10; i++) {
      await ann.ask({ type: 'typing', room: 'a', active: true })
      await harness.pass(1_000)
    }
    expect(bob.of('typing').map(({ active }) => active)).toEqual([true, true, true, true])
  })

  test('[PR15] only so many users are shown typing at once', async () => {
    const harness = new HubHarness()
    const bob = await harness.user('bob', 'a')
    for (let i = 0; i < 30; i++) {
      const user = await harness.user(`user${i}`, 'a')
      await user.ask({ type: 'typing', room: 'a', active: true })
    }
    expect(bob.of('typing')).toHaveLength(20)
  })
})
