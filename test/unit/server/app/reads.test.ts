import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_CAPS, DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { Reads } from '../../../../server/app/reads.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { type HarnessClient, type HarnessOptions, HubHarness } from '../../../support/hub-harness.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const limited = { rates: DEFAULT_HUB_RATES, caps: DEFAULT_HUB_CAPS }

function held(options: HarnessOptions = limited) {
  let log: HeldLog | undefined
  const harness = new HubHarness({ ...options, wrapLog: inner => (log = new HeldLog(inner)) })
  if (log === undefined) throw new Error('no log')
  return { harness, log }
}

/** Rooms of long messages, written past the rates. */
async function fill(
  harness: HubHarness,
  rooms: readonly string[],
  count: number,
  character = '\u{1F600}',
): Promise<void> {
  const user = { id: 'writer', name: 'Writer' }
  const text = `${character.repeat(3_998)}.`
  for (const room of rooms)
    for (let n = 0; n < count; n++)
      await harness.log.append({ room, user, cid: `c${n}`, content: { kind: 'new_message', text } })
}

/** Sockets of one address, each of the user of that number. */
async function sockets(harness: HubHarness, users: readonly number[], address: string): Promise<HarnessClient[]> {
  const tokens = new Map([...new Set(users)].map(user => [user, harness.login(`guest ${user}`)]))
  const clients = users.map(user => ({ client: harness.open({ address }), token: tokens.get(user) ?? '' }))
  for (const { client, token } of clients) await client.ask({ type: 'connect', token })
  return clients.map(({ client }) => client)
}

/** Ten sockets of each of nineteen users: no more can be opened at once. */
const CROWD = Array.from({ length: 190 }, (_, at) => at % 19)

const bytesOf = (clients: readonly HarnessClient[]) =>
  clients.flatMap(({ socket }) => socket.received).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
const refusedOf = (clients: readonly HarnessClient[]) => clients.flatMap(client => client.of('error'))

describe('reads', () => {
  test('[LM110] the sockets of a user share one rate of requests, those of an address another', async () => {
    const shared = { user: { burst: 50, perSecond: 5 }, address: { burst: 80, perSecond: 8 } }
    const harness = new HubHarness({ ...limited, rates: { ...DEFAULT_HUB_RATES, shared } })
    const [one, two, other] = await sockets(harness, [1, 1, 2], '10.0.0.1')
    const [far] = await sockets(harness, [3], '10.0.0.2')
    const taken = async (client?: HarnessClient) => {
      const of = () => client?.of('error').filter(({ code }) => code === 'not_joined').length ?? 0
      const before = of()
      for (let n = 0; n < 40; n++) client?.say({ type: 'leave', room: 'nowhere' })
      await harness.quiet()
      return of() - before
    }
    expect([await taken(one), await taken(two)]).toEqual([40, 10])
    expect(two?.of('error').at(-1)).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000 })
    // three have said connect before
    expect(await taken(other)).toBe(80 - 50 - 3)
    expect(await taken(far)).toBe(40)
    await harness.pass(200)
    expect(await taken(two)).toBe(1)
  })

  test.each([
    [0, 1],
    [49, 99],
  ])('[LM110] a connect with %i rooms costs as many joins', async (count, cost) => {
    const harness = new HubHarness(limited)
    const client = harness.open()
    const rooms = Array.from({ length: count }, (_, at) => ({ room: `r${at}` }))
    await client.ask({ type: 'connect', token: harness.login('ann'), rooms })
    for (let n = 0; n < 320; n++) client.say({ type: 'leave', room: 'nowhere' })
    await harness.quiet()
    const left = client.of('error').filter(({ code }) => code === 'not_joined').length
    expect(Math.abs(300 - cost - left)).toBeLessThanOrEqual(1)
  })

  test('[LM111] who has read more than their rate is refused before anything is read, on every socket, and served again later', async () => {
    const { harness, log } = held()
    await fill(harness, ['heavy'], 40)
    const clients = await sockets(harness, Array(10).fill(1), '10.0.0.1')
    for (const client of clients) {
      client.clear()
      for (let n = 0; n < 25; n++) client.say({ type: 'join', room: 'heavy' })
    }
    await harness.quiet()
    const { burst, perSecond } = DEFAULT_HUB_RATES.reads.user
    expect(bytesOf(clients)).toBeGreaterThan(0.9 * burst)
    expect(bytesOf(clients)).toBeLessThan(1.1 * burst)
    const reads = log.calls.filter(call => call === 'page').length
    expect(reads).toBeLessThan(1.1 * (burst / 48_000))
    const refused = refusedOf(clients)
    expect(refused.length).toBe(250 - reads)
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['rate_limited']))
    const wait = Math.max(...refused.map(({ retryAfterMs }) => retryAfterMs ?? 0))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThan(10_000 + (1_000 * 600_000) / perSecond)
    const [bystander] = await sockets(harness, [2], '10.0.0.2')
    expect(await bystander?.ask({ type: 'join', room: 'heavy' })).toMatchObject({ type: 'ok' })
    await harness.pass(wait)
    expect(await clients[0]?.ask({ type: 'join', room: 'heavy' })).toMatchObject({ type: 'ok' })
  })

  test('[LM116] those who are refused are told to come back one after the other, and are served when they do', async () => {
    const { harness } = held()
    await fill(harness, ['heavy'], 40)
    const clients = await sockets(harness, CROWD, '10.0.0.1')
    for (const client of clients) for (let n = 0; n < 8; n++) client.say({ type: 'join', room: 'heavy' })
    await harness.quiet()
    const late = clients
      .map(client => ({ client, refused: client.of('error').at(-1) }))
      .filter(({ refused }) => refused)
    expect(late.length).toBeGreaterThan(100)
    const waits = late.map(({ refused }) => refused?.retryAfterMs ?? 0)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1_000)
    let refusals = 0
    let now = 0
    for (const { client, at } of late
      .map(({ client }, n) => ({ client, at: waits[n] ?? 0 }))
      .sort((a, b) => a.at - b.at)) {
      await harness.pass(at - now)
      now = at
      if ((await client.ask({ type: 'join', room: 'heavy' })).type === 'error') refusals++
    }
    expect(refusals).toBeLessThan(late.length / 2)
  })

  test('[LM111] an address has a rate of reading for all its users', async () => {
    const { harness } = held()
    await fill(harness, ['heavy'], 40)
    const clients = await sockets(harness, CROWD, '10.0.0.1')
    for (const client of clients) {
      client.clear()
      for (let n = 0; n < 10; n++) client.say({ type: 'join', room: 'heavy' })
      for (let n = 0; n < 5; n++) client.say({ type: 'history', room: 'heavy' })
    }
    await harness.quiet()
    expect(bytesOf(clients)).toBeLessThan(1.1 * DEFAULT_HUB_RATES.reads.address.burst)
    const [neighbour] = await sockets(harness, [20], '10.0.0.1')
    expect(await neighbour?.ask({ type: 'join', room: 'heavy' })).toMatchObject({ code: 'rate_limited' })
    expect(await neighbour?.send('heavy', 'x')).toMatchObject({ code: 'not_joined' })
  })

  test('[LM111] a connect of who owes is a connect; its rooms are rate_limited and can be joined later', async () => {
    const { harness, log } = held()
    await fill(harness, ['heavy'], 40)
    const token = harness.login('ann')
    const late = harness.open({ address: '10.0.0.1' })
    const clients = await sockets(harness, CROWD, '10.0.0.1')
    for (const client of clients) for (let n = 0; n < 20; n++) client.say({ type: 'join', room: 'heavy' })
    await harness.quiet()
    const before = log.calls.length
    const reply = await late.ask({ type: 'connect', token, rooms: [{ room: 'heavy' }, { room: 'b' }] })
    const error = { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) }
    expect(reply).toMatchObject({
      type: 'ok',
      rooms: [
        { room: 'heavy', error },
        { room: 'b', error },
      ],
    })
    expect(log.calls).toHaveLength(before)
    await harness.pass(reply.rooms[0].error.retryAfterMs)
    expect(await late.ask({ type: 'join', room: 'heavy' })).toMatchObject({ type: 'ok' })
  })

  test('[LM111] a thousand members behind one address come back at once, each to a screen of usual messages', async () => {
    const harness = new HubHarness({ rates: DEFAULT_HUB_RATES })
    const user = { id: 'w', name: 'W' }
    for (let n = 0; n < 300; n++)
      await harness.log.append({
        room: 'r',
        user,
        cid: `c${n}`,
        content: { kind: 'new_message', text: 'x'.repeat(200) },
      })
    const address = '10.0.0.1'
    const tokens = Array.from({ length: 1_000 }, (_, at) => harness.login(`member ${at}`))
    let joined = 0
    for (let from = 0; from < 1_000; from += 200) {
      const clients = tokens.slice(from, from + 200).map(token => ({ token, client: harness.open({ address }) }))
      for (const { client, token } of clients) client.say({ type: 'connect', token, rooms: [{ room: 'r' }] })
      await harness.quiet()
      const replies = clients.flatMap(({ client }) => client.frames.filter(frame => frame.type === 'ok')) as object[]
      joined += replies.filter(reply => JSON.stringify(reply).includes('"recovered"')).length
      await harness.pass(10_000)
    }
    expect(joined).toBe(1_000)
  })

  test('[RM8] what does not fit into the connect reply is not read', async () => {
    const { harness, log } = held({})
    const rooms = Array.from({ length: 40 }, (_, at) => `heavy${at}`)
    await fill(harness, rooms, 20)
    log.calls.length = 0
    const client = harness.open()
    const wanted = rooms.map(room => ({ room }))
    const reply = await client.ask({ type: 'connect', token: harness.login('ann'), rooms: wanted })
    const joined = reply.rooms.filter(({ error }: { error?: object }) => error === undefined)
    expect(joined.length).toBeGreaterThan(2)
    expect(log.calls.length).toBeLessThanOrEqual(joined.length + 1)
    expect(reply.rooms).toHaveLength(40)
    expect(Buffer.byteLength(client.socket.received[0] ?? '')).toBeLessThan(256_000)
  })

  test.each(['x', '\u4e2d', '\u{1F600}', '\u0001', '\\'])(
    '[RM8] a room full of %j fits into a connect, and what is deferred can be joined singly',
    async character => {
      const { harness } = held({})
      const rooms = Array.from({ length: 8 }, (_, at) => `heavy${at}`)
      await fill(harness, rooms, 60, character)
      const client = harness.open()
      const wanted = rooms.map(room => ({ room }))
      const reply = await client.ask({ type: 'connect', token: harness.login('ann'), rooms: wanted })
      expect(reply.rooms[0]).toMatchObject({ recovered: false, seq: 60 })
      for (const { room, error } of reply.rooms) {
        if (error === undefined) continue
        expect(error).toMatchObject({ code: 'deferred' })
        expect(await client.ask({ type: 'join', room })).toMatchObject({ type: 'ok', seq: 60 })
      }
    },
  )

  test('[RM110] what could be resumed, but not within what is left of a connect reply, is deferred and resumed singly', async () => {
    const { harness } = held({})
    await fill(harness, ['a', 'b'], 25)
    const [a, b] = [await harness.log.head('a'), await harness.log.head('b')]
    const client = harness.open()
    const rooms = [
      { room: 'a', epoch: a.epoch, seq: 20 },
      { room: 'b', epoch: b.epoch, seq: 2 },
    ]
    const reply = await client.ask({ type: 'connect', token: harness.login('ann'), rooms })
    expect(reply.rooms).toMatchObject([{ recovered: true }, { error: { code: 'deferred' } }])
    const joined = await client.ask({ type: 'join', room: 'b', epoch: b.epoch, seq: 2 })
    expect(joined).toMatchObject({ recovered: true, seq: 25 })
    expect(joined.events).toHaveLength(23)
  })

  test('[RM13] a resume of more than 512 kB on the wire reads no further, and both is charged', async () => {
    const { harness, log } = held()
    await fill(harness, ['heavy'], 100)
    const { epoch } = await harness.log.head('heavy')
    const [client] = await sockets(harness, [1], '10.0.0.1')
    log.calls.length = 0
    for (let n = 0; n < 30; n++) client?.say({ type: 'join', room: 'heavy', epoch, seq: 0 })
    await harness.quiet()
    // each reads 512 kB in vain, and a page
    expect(client?.of('ok').filter(({ ref }) => ref > 1)).toHaveLength(15)
    expect(client?.of('error')).toHaveLength(15)
    expect(log.calls.filter(call => call === 'resume')).toHaveLength(15)
  })

  test('[LM112] four reads run at once; the others wait, addresses and users by turns', async () => {
    const clock = new VirtualClock()
    const reads = new Reads(clock, undefined)
    const order: string[] = []
    const ends: (() => void)[] = []
    const ask = (address: string, user: string) =>
      reads.run({ address, user }, async () => {
        order.push(`${address} ${user}`)
        await new Promise<void>(resolve => ends.push(resolve))
        return { ok: true, value: user }
      })
    const settled = () => new Promise(resolve => setImmediate(resolve))
    const answers = [...Array(8)].map(() => ask('far', 'ann'))
    answers.push(ask('far', 'bob'), ask('near', 'cleo'))
    await settled()
    expect(order).toEqual(Array(4).fill('far ann'))
    for (let n = 0; n < 10; n++) {
      ends[n]?.()
      await settled()
    }
    expect(order.slice(4)).toEqual(['far ann', 'near cleo', 'far bob', 'far ann', 'far ann', 'far ann'])
    expect(await Promise.all(answers)).toHaveLength(10)
  })

  test('[LM112] too many that wait are unavailable, one who has gone reads nothing, and a read that fails frees its place', async () => {
    const reads = new Reads(new VirtualClock(), undefined)
    let end = () => {}
    const held = new Promise<{ ok: true; value: string }>(resolve => {
      end = () => resolve({ ok: true, value: 'read' })
    })
    const gone: { user: string | undefined; address: string } = { user: 'gone', address: 'there' }
    let looked = 0
    const look = async () => {
      looked++
      return { ok: true, value: 'seen' } as const
    }
    const first = [...Array(4)].map((_, at) => reads.run({ user: `u${at}`, address: 'here' }, () => held))
    const waiting = [...Array(5_000)].map(() => reads.run({ user: 'u', address: 'here' }, look))
    expect(await reads.run({ user: 'v', address: 'here' }, look)).toMatchObject({
      ok: false,
      refusal: { code: 'unavailable', retryable: true },
    })
    const late = reads.run(gone, look)
    gone.user = undefined
    end()
    await Promise.all([...first, ...waiting])
    expect(await late).toMatchObject({ ok: false })
    expect(looked).toBe(5_000)
    const broken = [...Array(9)].map(() =>
      reads.run({ user: 'u', address: 'here' }, () => Promise.reject(new Error('broken'))),
    )
    expect((await Promise.allSettled(broken)).every(({ status }) => status === 'rejected')).toBe(true)
    expect(await reads.run({ user: 'u', address: 'here' }, look)).toMatchObject({ ok: true })
  })
})
