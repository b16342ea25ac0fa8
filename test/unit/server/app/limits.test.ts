import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_CAPS, DEFAULT_HUB_RATES, UNLIMITED_HUB_CAPS } from '../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { HubHarness } from '../../../support/hub-harness.ts'

const limited = { rates: DEFAULT_HUB_RATES, caps: DEFAULT_HUB_CAPS }

describe('limits', () => {
  test('[LM3] a user sends 60 at once, then 10 a second, over all connections', async () => {
    const harness = new HubHarness(limited)
    const token = harness.login('ann')
    const [one, two] = [await harness.enter(token, 'a'), await harness.enter(token, 'a')]
    for (let i = 0; i < 40; i++) {
      one.say({ type: 'send_message', room: 'a', cid: `one${i}`, text: 'x' })
      two.say({ type: 'send_message', room: 'a', cid: `two${i}`, text: 'x' })
    }
    await harness.quiet()
    expect(one.of('ok').length + two.of('ok').length).toBe(60)
    const refused = [...one.of('error'), ...two.of('error')]
    expect(refused).toHaveLength(20)
    expect(refused[0]).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 100 })
    await harness.pass(100)
    expect(await one.send('a', 'x', 'later')).toMatchObject({ type: 'ok' })
    expect(await (await harness.user('bob', 'a')).send('a', 'x')).toMatchObject({ type: 'ok' })
  })

  test('[LM4] too many requests are refused, and who goes on is told 4004 and closed', async () => {
    const harness = new HubHarness(limited)
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    for (let i = 0; i < 1_000; i++) ann.say({ type: 'typing', room: 'a', active: i % 2 === 0 })
    await harness.quiet()
    expect(ann.of('error').length).toBeGreaterThan(50)
    expect(ann.of('error')[0]).toMatchObject({ code: 'rate_limited', ref: expect.any(Number) })
    expect(ann.socket.ended?.code).toBe(4004)
    expect(ann.of('disconnect')).toMatchObject([{ code: 4004, retryable: true, retryAfterMs: 5_000 }])
    expect(await bob.send('a', 'undisturbed')).toMatchObject({ type: 'ok' })
  })

  test('[LM4] malformed requests count too', async () => {
    const harness = new HubHarness(limited)
    const ann = await harness.user('ann', 'a')
    for (let i = 0; i < 10; i++) ann.socket.say(Array(100).fill({ type: 'nope' }))
    await harness.quiet()
    expect(ann.socket.ended?.code).toBe(4004)
  })

  test('[LM4] empty frames count too', async () => {
    const harness = new HubHarness(limited)
    const ann = await harness.user('ann', 'a')
    ann.socket.say('[]')
    await harness.quiet()
    expect(ann.of('error')).toMatchObject([{ code: 'bad_request' }])
    for (let i = 0; i < 1_000; i++) ann.socket.say('[]')
    await harness.quiet()
    expect(ann.socket.ended?.code).toBe(4004)
  })

  test('[LM5] sockets beyond a cap are told 4004 and closed', async () => {
    const caps = { ...UNLIMITED_HUB_CAPS, connections: 5, connectionsPerAddress: 3, connectionsPerUser: 2 }
    const harness = new HubHarness({ caps })
    const token = harness.login('ann')
    await harness.enter(token)
    const kept = await harness.enter(token)
    const third = harness.open()
    expect(await third.ask({ type: 'connect', token })).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
    expect(third.socket.ended?.code).toBe(4004)
    const [fourth, fifth] = [harness.open(), harness.open()]
    await harness.quiet()
    expect(fourth.socket.ended).toBeUndefined()
    expect(fifth.socket.ended?.code).toBe(4004)
    expect(fifth.of('disconnect')).toMatchObject([{ code: 4004, retryable: true }])
    for (const address of ['10.0.0.1', '10.0.0.2']) expect(harness.open({ address }).socket.ended).toBeUndefined()
    const sixth = harness.open({ address: '10.0.0.3' })
    await harness.quiet()
    expect(sixth.socket.ended?.code).toBe(4004)
    expect(harness.hub.stats()).toMatchObject({ connections: 5, users: 1 })
    expect(await kept.ask({ type: 'join', room: 'a' })).toMatchObject({ type: 'ok' })
  })

  test('[LM9] what a closed socket counted for is given back', async () => {
    const harness = new HubHarness({ caps: { ...UNLIMITED_HUB_CAPS, connectionsPerAddress: 1, connectionsPerUser: 1 } })
    const token = harness.login('ann')
    for (const end of ['cut', 'bye', 'disconnect', 'text'] as const) {
      const client = harness.open()
      expect(await client.ask({ type: 'connect', token, rooms: [{ room: 'a' }] })).toMatchObject({ type: 'ok' })
      if (end === 'cut') client.socket.cut()
      else if (end === 'bye') client.socket.bye()
      else if (end === 'text') client.socket.say('not JSON')
      else client.say({ type: 'disconnect' })
      await harness.quiet()
      expect(harness.hub.stats()).toMatchObject({ connections: 0, users: 0 })
    }
  })

  test('[LM6] an address that opens sockets too fast is told how long to wait', async () => {
    const harness = new HubHarness(limited)
    for (let i = 0; i < DEFAULT_HUB_RATES.opens.burst; i++) harness.open().socket.cut()
    const refused = harness.open()
    const other = harness.open({ address: '10.0.0.1' })
    await harness.quiet()
    expect(refused.of('disconnect')).toMatchObject([{ code: 4004, retryable: true, retryAfterMs: 50 }])
    expect(other.socket.ended).toBeUndefined()
    await harness.pass(50)
    const later = harness.open()
    await harness.quiet()
    expect(later.socket.ended).toBeUndefined()
  })

  test('[LM7] without rates nothing is limited by time', async () => {
    const harness = new HubHarness()
    for (let i = 0; i < 600; i++) harness.open().socket.cut()
    const ann = await harness.user('ann', 'a')
    for (let i = 0; i < 3_000; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: 'x' })
    await harness.pass(100)
    expect(ann.of('ok')).toHaveLength(3_000)
    expect(ann.of('new_message')).toHaveLength(3_000)
  })

  test('[LM8] draining says 4001 to everyone, when what was on its way is answered', async () => {
    let log: HeldLog | undefined
    const harness = new HubHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob', 'a')
    log?.hold('append')
    ann.say({ type: 'send_message', room: 'a', cid: 'c1', text: 'last words' })
    await harness.quiet()
    const drained = harness.hub.drain()
    expect(await bob.send('a', 'too late')).toMatchObject({ code: 'unavailable', retryable: true })
    const late = harness.open()
    await harness.quiet()
    expect(late.of('disconnect')).toMatchObject([{ code: 4001, retryable: true }])
    log?.release('append')
    await harness.pass(5_000)
    await drained
    expect(ann.of('ok')).toHaveLength(1)
    for (const { socket } of [ann, bob]) expect(socket.ended?.code).toBe(4001)
    expect(bob.of('disconnect')).toMatchObject([{ code: 4001, retryable: true, spreadMs: expect.any(Number) }])
    expect(bob.of('new_message')).toMatchObject([{ text: 'last words' }])
    expect(bob.of('user_left')).toEqual([])
    expect(harness.hub.stats()).toMatchObject({ connections: 0, draining: true })
  })

  test('[LM8] a store that does not answer holds up the drain for a second only', async () => {
    let log: HeldLog | undefined
    const harness = new HubHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
    const ann = await harness.user('ann', 'a')
    log?.hold('append')
    ann.say({ type: 'send_message', room: 'a', cid: 'c1', text: 'x' })
    await harness.quiet()
    const drained = harness.hub.drain()
    await harness.pass(1_100)
    await drained
    expect(ann.socket.ended?.code).toBe(4001)
  })

  test('[LM8] after stop no timer is left', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    await ann.ask({ type: 'typing', room: 'a', active: true })
    ann.socket.cut()
    const before = harness.clock.pending
    harness.hub.stop()
    harness.sessions.stop()
    await harness.log.close()
    expect(before).toBeGreaterThan(2)
    expect(harness.clock.pending).toBe(0)
  })
})
