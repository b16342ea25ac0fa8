import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../../sdk/protocol/limits.ts'
import { UNLIMITED_HUB_CAPS } from '../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { HubHarness } from '../../../support/hub-harness.ts'

function held() {
  let log: HeldLog | undefined
  const harness = new HubHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
  if (log === undefined) throw new Error('no log')
  return { harness, log }
}

describe('a connection', () => {
  test('[FR1] the objects of an array are applied in order', async () => {
    const harness = new HubHarness()
    const client = harness.open()
    client.socket.say([
      { type: 'connect', ref: 1, token: harness.login('ann'), rooms: [{ room: 'a' }] },
      { type: 'send_message', ref: 2, room: 'a', cid: 'c1', text: 'one' },
      { type: 'send_message', ref: 3, room: 'a', cid: 'c2', text: 'two' },
    ])
    await harness.pass(50)
    expect(client.of('ok').map(({ ref }) => ref)).toEqual([1, 2, 3])
    expect(client.of('new_message').map(({ text }) => text)).toEqual(['one', 'two'])
  })

  test('[FR2] text that is not JSON, binary and too many objects are closed with 4500', async () => {
    const harness = new HubHarness()
    const [text, binary, many] = [harness.open(), harness.open(), harness.open()]
    text.socket.say('hello')
    binary.socket.sayBinary()
    many.socket.say(Array(DEFAULT_LIMITS.batch + 1).fill({ type: 'disconnect', ref: 1 }))
    await harness.quiet()
    for (const { socket } of [text, binary, many]) {
      expect(socket.ended?.code).toBe(4500)
      expect(JSON.parse(socket.received[0]!)).toMatchObject({ type: 'disconnect', code: 4500, retryable: false })
    }
    expect(harness.hub.stats().connections).toBe(0)
  })

  test('[FR5] an object that is refused does not stop the others of its array', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    ann.socket.say([{ type: 'nope', ref: 7 }, 5, { type: 'typing', ref: 8, room: 'a', active: true }])
    await harness.quiet()
    expect(ann.frames).toMatchObject([
      { type: 'error', ref: 7, code: 'bad_request' },
      { type: 'error', code: 'bad_request' },
      { type: 'ok', ref: 8 },
    ])
  })

  test('[FR6] before connect everything else is unauthorized, whatever it is', async () => {
    const harness = new HubHarness()
    const client = harness.open()
    client.socket.say([{ type: 'join', ref: 1, room: 'a' }, { type: 'nope', ref: 2 }, { type: 'join' }])
    client.socket.say({ type: 'connect', ref: 3, token: 5 })
    await harness.quiet()
    expect(client.of('error').map(({ ref, code }) => [ref, code])).toEqual([
      [1, 'unauthorized'],
      [2, 'unauthorized'],
      [undefined, 'unauthorized'],
      [3, 'bad_request'],
    ])
    expect(client.socket.ended).toBeUndefined()
  })

  test('[FR6] a socket that says no connect within 10 s is closed with 4006', async () => {
    const harness = new HubHarness()
    const [silent, busy] = [harness.open(), harness.open()]
    await harness.pass(9_999)
    await busy.ask({ type: 'connect', token: harness.login('ann') })
    expect(silent.socket.ended).toBeUndefined()
    await harness.pass(1)
    expect(silent.socket.ended?.code).toBe(4006)
    expect(silent.of('disconnect')).toMatchObject([{ code: 4006, retryable: true }])
    await harness.pass(20_000)
    expect(busy.socket.ended).toBeUndefined()
  })

  test('[FR7] a connect without a living session is refused and closed with 4501', async () => {
    const harness = new HubHarness()
    for (const request of [{}, { token: 'false' }, { token: '' }]) {
      const client = harness.open()
      expect(await client.ask({ type: 'connect', ...request })).toMatchObject({ type: 'error', code: 'unauthorized' })
      expect(client.socket.ended?.code).toBe(4501)
      expect(client.frames.map(({ type }) => type)).toEqual(['error', 'disconnect'])
    }
  })

  test('[FR7] a session whose name was taken since is refused and closed with 4501', async () => {
    const harness = new HubHarness()
    const first = harness.login('ann')
    await harness.pass(61_000)
    harness.login('Ann')
    const client = harness.open()
    expect(await client.ask({ type: 'connect', token: first })).toMatchObject({ type: 'error', code: 'username_taken' })
    expect(client.socket.ended?.code).toBe(4501)
  })

  test('[FR7] a session that ends closes its sockets, which say why', async () => {
    const harness = new HubHarness()
    const token = harness.login('ann')
    const [one, two] = [await harness.enter(token, 'a'), await harness.enter(token)]
    harness.sessions.logout(token)
    await harness.quiet()
    for (const { socket } of [one, two]) expect(socket.ended?.code).toBe(4501)
    expect(one.of('disconnect')).toMatchObject([{ code: 4501, retryable: false }])
  })

  test('[FR8] a second connect is refused and changes nothing', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    expect(await ann.ask({ type: 'connect', token: harness.login('bob') })).toMatchObject({ code: 'bad_request' })
    expect(await ann.send('a', 'still here')).toMatchObject({ seq: 1 })
  })

  test('[FR9] connect says who and where the client is', async () => {
    const harness = new HubHarness()
    const token = harness.login('ann')
    expect(await harness.open().ask({ type: 'connect', token })).toEqual({
      type: 'ok',
      ref: 1,
      user: { id: expect.stringMatching(/^g:./), name: 'ann', guest: true },
      sessionId: expect.any(String),
      protocol: 1,
      heartbeatMs: 20_000,
      serverAt: harness.clock.now(),
      limits: DEFAULT_LIMITS,
      rooms: [],
    })
  })

  test('[FR10] a connect without a token takes the session of the cookie', async () => {
    const harness = new HubHarness()
    const client = harness.open({ headers: new Map([['cookie', harness.login('ann')]]) })
    expect(await client.ask({ type: 'connect' })).toMatchObject({ type: 'ok', user: { name: 'ann' } })
    const other = harness.open({ headers: new Map([['cookie', harness.login('bob')]]) })
    expect(await other.ask({ type: 'connect', token: 'false' })).toMatchObject({ code: 'unauthorized' })
  })

  test('[FR11] the replies to one array leave as one array', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    const sends = [1, 2, 3].map(ref => ({ type: 'send_message', ref, room: 'a', cid: `c${ref}`, text: 'x' }))
    ann.socket.say(sends)
    await harness.quiet()
    const replies = ann.socket.received
      .map(text => JSON.parse(text))
      .filter(frame => JSON.stringify(frame).includes('ref'))
    expect(replies).toHaveLength(1)
    expect(replies[0].map(({ ref }: { ref: number }) => ref)).toEqual([1, 2, 3])
  })

  test('[FR12] a message behind a slow join is sent after it, and a leave behind slow sends waits for them', async () => {
    const { harness, log } = held()
    const ann = await harness.user('ann')
    log.hold('page', 'append')
    ann.say({ type: 'join', room: 'a' })
    ann.say({ type: 'send_message', room: 'a', cid: 'c1', text: 'one' })
    ann.say({ type: 'send_message', room: 'a', cid: 'c2', text: 'two' })
    ann.say({ type: 'leave', room: 'a' })
    await harness.quiet()
    expect(ann.frames).toEqual([])
    expect(log.calls.filter(call => call === 'append')).toHaveLength(0)
    log.release('page')
    await harness.quiet()
    // Both were started without waiting for one another, and the leave was not.
    expect(log.calls.filter(call => call === 'append')).toHaveLength(2)
    expect(ann.of('ok').map(({ ref }) => ref)).toEqual([2])
    log.release('append')
    await harness.quiet()
    expect(ann.of('ok').map(({ ref }) => ref)).toEqual([2, 3, 4, 5])
    expect(ann.of('error')).toEqual([])
  })

  test('[FR12] requests behind a slow connect wait for it', async () => {
    const { harness, log } = held()
    const token = harness.login('ann')
    const client = harness.open()
    log.hold('page')
    client.say({ type: 'connect', token, rooms: [{ room: 'a' }] })
    client.say({ type: 'users', room: 'a' })
    await harness.quiet()
    expect(client.frames).toEqual([])
    log.release('page')
    await harness.quiet()
    expect(client.of('ok').map(({ ref }) => ref)).toEqual([1, 2])
  })

  test('[FR12] a socket that closes while its join is read enters nothing', async () => {
    const { harness, log } = held()
    const bob = await harness.user('bob', 'a')
    const ann = await harness.user('ann')
    log.hold('page')
    ann.say({ type: 'join', room: 'a' })
    await harness.quiet()
    ann.socket.cut()
    log.release('page')
    await harness.pass(1_000)
    expect(bob.frames).toEqual([])
    expect(await bob.ask({ type: 'users', room: 'a' })).toMatchObject({ count: 1 })
  })

  test('[FR13] requests that wait are bounded', async () => {
    let log: HeldLog | undefined
    const wrapLog = (inner: ConstructorParameters<typeof HeldLog>[0]) => (log = new HeldLog(inner))
    const harness = new HubHarness({ wrapLog, caps: { ...UNLIMITED_HUB_CAPS, waiting: 10 } })
    const ann = await harness.user('ann', 'a')
    log?.hold('append')
    for (let i = 0; i < 25; i++) ann.say({ type: 'send_message', room: 'a', cid: `c${i}`, text: 'x' })
    await harness.quiet()
    expect(ann.of('error')).toHaveLength(15)
    expect(ann.of('error')[0]).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 1_000 })
    log?.release('append')
    await harness.quiet()
    expect(ann.of('ok')).toHaveLength(10)
    await harness.pass(1_000)
    expect(await ann.send('a', 'again', 'again')).toMatchObject({ type: 'ok' })
  })

  test('[FR14] disconnect is answered, then the socket is closed with 1000', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    expect(await ann.ask({ type: 'disconnect' })).toEqual({ type: 'ok', ref: 2 })
    expect(ann.socket.ended?.code).toBe(1000)
    expect(ann.of('disconnect')).toEqual([])
    expect(harness.hub.stats().connections).toBe(0)
  })

  test('[FR14] what follows a disconnect in the same frame is ignored', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('ann', 'a')
    ann.socket.say([
      { type: 'disconnect', ref: 8 },
      { type: 'send_message', ref: 9, room: 'a', cid: 'c', text: 'late' },
    ])
    await harness.quiet()
    expect(ann.of('ok').map(({ ref }) => ref)).toEqual([8])
    expect((await harness.log.head('a')).seq).toBe(0)
  })

  test('[FR15] a handler that fails answers internal, is logged, and the connection goes on', async () => {
    const harness = new HubHarness({
      authenticator: {
        attach: () => {
          throw new TypeError('a bug')
        },
      },
    })
    const client = harness.open()
    for (const ref of [1, 2]) {
      expect(await client.ask({ type: 'connect', token: 't' })).toMatchObject({
        type: 'error',
        ref,
        code: 'internal',
        retryable: true,
      })
    }
    expect(client.socket.ended).toBeUndefined()
    expect(harness.logged).toHaveLength(2)
    expect(harness.logged[0]?.fields).toMatchObject({ err: { message: 'a bug' }, request: 'connect' })
  })

  test('[FR15] a timer that fails is logged, and the next one comes', async () => {
    let failing = true
    const harness = new HubHarness({
      publish: (topic, text) => {
        if (failing) throw new TypeError('a bug')
        harness.transport.publish(topic, text)
      },
    })
    const ann = await harness.user('ann')
    await harness.pass(20_000)
    expect(harness.logged.map(({ message }) => message)).toContain('a timer failed')
    failing = false
    await harness.pass(20_000)
    expect(ann.of('head')).toHaveLength(1)
  })
})
