import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_CAPS, UNLIMITED_HUB_CAPS } from '../../../../server/app/hub-deps.ts'
import { type HarnessClient, HubHarness } from '../../../support/hub-harness.ts'

let names = 0

/** Opens so many rooms on new sockets from an address; what was refused last. */
async function take(harness: HubHarness, address: string, count: number, users = 1): Promise<string | undefined> {
  let last: string | undefined
  const tokens = Array.from({ length: users }, () => harness.login(`taker ${++names}`))
  for (let n = 0; n < count; n += 50) {
    const client = harness.open({ address })
    const rooms = Array.from({ length: Math.min(50, count - n) }, () => ({ room: `taken-${++names}` }))
    const reply = await client.ask({ type: 'connect', token: tokens[(n / 50) % users] as string, rooms })
    for (const room of reply.rooms ?? []) last = room.error?.code
  }
  return last
}

async function guest(harness: HubHarness, address: string): Promise<HarnessClient> {
  const client = harness.open({ address })
  await client.ask({ type: 'connect', token: harness.login(`guest ${++names}`) })
  return client
}

describe('places for rooms', () => {
  test('[RM120] one user and one address have a share each; everybody else goes on', async () => {
    const harness = new HubHarness({ caps: DEFAULT_HUB_CAPS })
    expect(await take(harness, '10.0.0.1', 1_000)).toBe('rate_limited')
    expect(harness.hub.stats().rooms).toBe(500)
    expect(await take(harness, '10.0.0.1', 4_000, 10)).toBe('rate_limited')
    expect(harness.hub.stats().rooms).toBe(2_500)
    const bob = await guest(harness, '10.0.0.2')
    expect(await bob.ask({ type: 'join', room: 'new' })).toMatchObject({ type: 'ok' })
  })

  test('[RM120] a room in which others are can be entered, and one that is left counts no more', async () => {
    const caps = { ...UNLIMITED_HUB_CAPS, roomsPerUser: 2 }
    const harness = new HubHarness({ caps })
    const bob = await harness.user('bob', 'theirs')
    const ann = await harness.user('ann', 'a', 'b')
    expect(await ann.ask({ type: 'join', room: 'c' })).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
    expect(await ann.ask({ type: 'join', room: 'theirs' })).toMatchObject({ type: 'ok' })
    await ann.ask({ type: 'leave', room: 'a' })
    await harness.pass(1_000)
    expect(await ann.ask({ type: 'join', room: 'c' })).toMatchObject({ type: 'ok' })
    // one that was opened by who has gone counts until nobody is in it
    await ann.ask({ type: 'join', room: 'theirs' })
    await bob.ask({ type: 'leave', room: 'theirs' })
    expect(await bob.ask({ type: 'join', room: 'x' })).toMatchObject({ type: 'ok' })
    expect(await bob.ask({ type: 'join', room: 'y' })).toMatchObject({ code: 'rate_limited' })
  })

  test('[RM120] a room that is left and entered again by turns never counts twice', async () => {
    const harness = new HubHarness({ caps: { ...UNLIMITED_HUB_CAPS, roomsPerUser: 3 } })
    const ann = await harness.user('ann')
    for (let n = 0; n < 40; n++) {
      const room = `r${n % 5}`
      expect(await ann.ask({ type: 'join', room })).toMatchObject({ type: 'ok' })
      if (n % 3 === 0) await ann.ask({ type: 'join', room })
      await ann.ask({ type: 'leave', room })
      await harness.pass(1_000)
    }
    ann.socket.cut()
    await harness.pass(10_000)
    const back = await harness.user('ann two', 'r1', 'r2', 'r3')
    expect(await back.ask({ type: 'join', room: 'r4' })).toMatchObject({ code: 'rate_limited' })
  })
})

describe('when every place is taken', () => {
  const full = async () => {
    const harness = new HubHarness({ caps: { ...UNLIMITED_HUB_CAPS, rooms: 6 } })
    const ann = await harness.user('ann', 'old', 'older')
    for (const room of ['old', 'older']) await ann.send(room, 'hello', room)
    for (const room of ['old', 'older']) await ann.ask({ type: 'leave', room })
    await harness.pass(80_000)
    return { harness, ann }
  }

  test('[RM121] a room with a history is entered, in the place of one that is bare; a new one waits', async () => {
    const { harness } = await full()
    const holder = await harness.user('holder', 'a', 'b', 'c', 'd', 'e', 'f')
    const bob = await harness.user('bob')
    expect(await bob.ask({ type: 'join', room: 'new' })).toMatchObject({ code: 'unavailable', retryable: true })
    holder.clear()
    expect(await bob.ask({ type: 'join', room: 'old' })).toMatchObject({ seq: 1, presence: { count: 1 } })
    await harness.pass(100)
    expect(holder.of('resync')).toMatchObject([{ room: 'a' }])
    expect(harness.hub.stats().rooms).toBe(6)
    // who was in it is so no more, and hears nothing of those who come later
    expect(await holder.ask({ type: 'typing', room: 'a', active: true })).toMatchObject({ code: 'not_joined' })
    expect(await holder.ask({ type: 'join', room: 'a' })).toMatchObject({ code: 'unavailable' })
    await bob.ask({ type: 'leave', room: 'old' })
    holder.clear()
    expect(await bob.ask({ type: 'join', room: 'a' })).toMatchObject({ presence: { count: 1 } })
    await bob.send('a', 'hello')
    await harness.pass(100)
    expect(holder.of('new_message')).toEqual([])
    expect(await holder.ask({ type: 'join', room: 'a' })).toMatchObject({ seq: 1, presence: { count: 2 } })
    await bob.send('a', 'again', 'again')
    await harness.pass(100)
    expect(holder.of('new_message')).toHaveLength(1)
    holder.socket.cut()
    await harness.pass(10_000)
    expect(bob.of('user_left')).toHaveLength(1)
  })

  test("[RM121] rooms in which two are, or to which somebody has written, are nobody's to take: those with a history go beyond the cap", async () => {
    const { harness, ann } = await full()
    const holder = await harness.user('holder', 'a', 'b', 'c', 'd', 'e', 'f')
    for (const room of ['a', 'b', 'c']) await ann.ask({ type: 'join', room })
    for (const room of ['d', 'e', 'f']) await holder.send(room, 'mine', room)
    const bob = await harness.user('bob')
    for (const room of ['old', 'older']) expect(await bob.ask({ type: 'join', room })).toMatchObject({ seq: 1 })
    expect(holder.of('resync')).toEqual([])
    expect(harness.hub.stats().rooms).toBe(8)
    expect(await bob.ask({ type: 'join', room: 'new' })).toMatchObject({ code: 'unavailable' })
  })

  test('[RM121] the place is taken from the address that has opened most, whoever was there first', async () => {
    const { harness } = await full()
    const first = await guest(harness, '10.0.0.9')
    await first.ask({ type: 'join', room: 'alone' })
    expect(await take(harness, '10.0.0.1', 5)).toBeUndefined()
    const bob = await harness.user('bob')
    for (const room of ['old', 'older']) expect(await bob.ask({ type: 'join', room })).toMatchObject({ seq: 1 })
    await harness.pass(100)
    expect(first.of('resync')).toEqual([])
  })

  test('[RM121] an idle room goes first', async () => {
    const { harness } = await full()
    const holder = await harness.user('holder', 'a', 'b', 'c', 'd', 'e', 'f')
    await holder.ask({ type: 'leave', room: 'f' })
    await harness.pass(1_000)
    const bob = await harness.user('bob')
    expect(await bob.ask({ type: 'join', room: 'old' })).toMatchObject({ seq: 1 })
    expect(holder.of('resync')).toEqual([])
  })
})
