import { expect, test } from 'vitest'
import type { ChatClientOptions, TokenAsk } from '../../../../sdk/client/types.ts'
// what the client loads when a page gives tokens is here at once
import '../../../../sdk/client/identity-part.ts'
import { ADA, BOB, harness, joined } from '../../../support/client-harness.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

type Answer = string | null | Error | Promise<string>

/** A page that gives these tokens, and what it was asked. */
function page(...answers: Answer[]) {
  const asked: TokenAsk['reason'][] = []
  const getToken: ChatClientOptions['getToken'] = ({ reason }) => {
    const at = asked.push(reason) - 1
    const answer = at in answers ? (answers[at] as Answer) : `t${at + 1}`
    if (answer instanceof Error) throw answer
    return answer
  }
  return { asked, getToken }
}

const HOUR = 3_600_000
/** Its silence is no loss. */
const QUIET = { heartbeatMs: 100 * HOUR }
const gone = new Error('The site does not answer.')

/** Online by the first token, which lives for an hour by the server's clock. */
async function online(getToken: ChatClientOptions['getToken'], options: Partial<ChatClientOptions> = {}) {
  const kit = harness({ token: undefined, getToken, random: () => 0, ...options })
  const told: unknown[] = []
  kit.client.on('session', session => told.push(session?.user.id))
  const room = kit.client.room('lobby')
  room.join().catch(() => {})
  const socket = await kit.welcome([joined()], { serverAt: 5 * HOUR, tokenExpiresAt: 6 * HOUR, ...QUIET })
  return { ...kit, room, socket, told }
}

test('[CN80] a token is renewed on the open connection at 80 % of its life, less up to a tenth', async () => {
  for (const random of [0, 0.5, 0.999]) {
    const { asked, getToken } = page()
    const { clock, socket, sockets } = await online(getToken, { random: () => random })
    const life = 0.8 * (1 - 0.1 * random) * HOUR
    await clock.run(life - 1_000)
    expect(asked).toEqual(['connect'])
    await clock.run(2_000)
    expect(asked).toEqual(['connect', 'refresh'])
    expect(socket.last('token')).toMatchObject({ token: 't2' })
    socket.ok('token', { tokenExpiresAt: 5 * HOUR + life + HOUR })
    await clock.run(life - 2_000)
    expect([asked.length, sockets.all.length]).toEqual([2, 1])
    await clock.run(3_000)
    expect(asked).toEqual(['connect', 'refresh', 'refresh'])
    expect(socket.last('token')).toMatchObject({ token: 't3' })
  }
})

test('[CN80] when that is goes by the clock of the server, however wrong the reader’s is, or is set meanwhile', async () => {
  for (const days of [-400, -1, 0, 1, 400]) {
    const { asked, getToken } = page()
    const clock = new VirtualClock(5 * HOUR)
    let off = days * 24 * HOUR
    const shown = { now: () => clock.now() + off, after: clock.after.bind(clock) }
    const kit = await online(getToken, { clock: shown })
    off = -off
    await clock.run(0.7 * HOUR)
    expect(asked).toEqual(['connect'])
    await clock.run(0.1 * HOUR + 1_000)
    expect(asked).toEqual(['connect', 'refresh'])
    kit.socket.ok('token', { tokenExpiresAt: 7 * HOUR })
    off = days * HOUR
    await clock.run(0.8 * HOUR)
    expect(asked).toHaveLength(2)
    kit.client.close()
  }
})

test('[CN80] a token that ends at once is renewed once a second at most; one without an end, or of no page, never', async () => {
  const { asked, getToken } = page()
  const { clock, socket } = await online(getToken)
  await clock.run(0.8 * HOUR)
  for (let n = 0; n < 5; n++) {
    socket.ok('token', { tokenExpiresAt: 5 * HOUR })
    await clock.run(999)
    expect(asked).toHaveLength(2 + n)
    await clock.run(1)
  }
  socket.ok('token')
  await clock.run(100 * HOUR)
  expect(asked).toHaveLength(7)
  const own = harness()
  own.client.connect().catch(() => {})
  const other = await own.welcome([], { serverAt: 0, tokenExpiresAt: HOUR, ...QUIET })
  await own.clock.run(HOUR)
  expect(other.said('token')).toEqual([])
})

test('[CN81] one token is asked for at a time, by the next socket too', async () => {
  let give: (token: string) => void = () => {}
  const { asked, getToken } = page(
    't1',
    new Promise<string>(resolve => {
      give = resolve
    }),
  )
  const { clock, socket, sockets } = await online(getToken)
  await clock.run(0.8 * HOUR)
  socket.drop()
  await clock.run(10_000)
  expect(asked).toEqual(['connect', 'refresh'])
  give('t2')
  await settle()
  expect(asked).toEqual(['connect', 'refresh'])
  sockets.last.open()
  expect(sockets.last.last('connect')).toMatchObject({ token: 't2' })
  expect(socket.said('token')).toEqual([])
})

test('[CN83] while no token can be had it is asked for after 1 to 30 s, and the connection goes on until the server ends it', async () => {
  const { asked, getToken } = page('t1', ...Array.from({ length: 200 }, () => gone))
  const { clock, socket, client, room } = await online(getToken, { random: () => 0.999 })
  await clock.run(0.7202 * HOUR)
  const waits: number[] = []
  for (let before = asked.length, since = clock.now(); waits.length < 8; ) {
    await clock.run(100)
    if (asked.length > before) {
      waits.push(Math.round((clock.now() - since) / 1_000))
      before = asked.length
      since = clock.now()
    }
  }
  expect(waits.slice(0, 3)).toEqual([1, 1, 2])
  expect(waits.slice(-2)).toEqual([15, 15])
  expect(client.status.status).toBe('online')
  const draft = room.send('one')
  socket.drop(4005)
  expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'token_expired' } })
  await clock.run(60_000)
  expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'unavailable' } })
  expect([draft.state.status, client.user]).toEqual(['pending', ADA])
})

test('[CN83] when a token can be had again what waits is sent', async () => {
  const { asked, getToken } = page('t1', gone, gone)
  const { socket, room, welcome, nextTry } = await online(getToken, { random: () => 0.5 })
  room.send('one')
  socket.drop(4005)
  while (asked.length < 4) {
    await nextTry()
    await settle()
  }
  expect(asked).toEqual(['connect', 'refresh', 'refresh', 'refresh'])
  const next = await welcome([joined()], { serverAt: 5 * HOUR + 60_000 })
  expect(next.said('send_message').map(({ cid }) => cid)).toEqual(['c1'])
})

test('[CN82] who is signed out on the site is signed out here: it is told, and nothing is tried', async () => {
  const early = harness({ token: undefined, getToken: () => null })
  await expect(early.client.connect()).rejects.toMatchObject({ code: 'signed_out' })
  expect([early.client.status.status, early.sockets.all, early.clock.pending]).toEqual(['closed', [], 0])

  const { asked, getToken } = page('t1', null)
  const { clock, socket, client, told } = await online(getToken)
  await clock.run(0.8 * HOUR)
  expect(client.status).toMatchObject({ status: 'closed', error: { code: 'signed_out' } })
  expect([socket.closedWith, client.user, told]).toEqual([1000, undefined, [ADA.id, undefined]])
  await clock.run(10 * HOUR)
  expect([asked.length, clock.pending]).toEqual([2, 0])
})

test('[CN82] a refused token is asked for anew, twice in a row; then the person has to sign in', async () => {
  const { asked, getToken } = page()
  const { clock, client, sockets, nextTry } = harness({ token: undefined, getToken })
  const failed: string[] = []
  client.on('error', ({ message }) => failed.push(message))
  client.connect().catch(() => {})
  for (const code of ['unauthorized', 'token_expired', 'unauthorized']) {
    if (client.status.status === 'waiting') await nextTry()
    await settle()
    sockets.last.open()
    sockets.last.refuse('connect', code)
  }
  await nextTry()
  await clock.run(10 * HOUR)
  expect(asked).toEqual(['connect', 'rejected', 'rejected'])
  expect(client.status).toMatchObject({ status: 'closed', error: { code: 'signed_out' } })
  expect(failed).toEqual([expect.stringContaining('Sign in again')])
  // only a person begins anew
  client.connect().catch(() => {})
  await settle()
  expect(asked).toHaveLength(4)
})

test('[CN82] the same holds for what is refused on the open connection', async () => {
  const { asked, getToken } = page()
  const { clock, client, socket } = await online(getToken)
  await clock.run(0.8 * HOUR)
  for (let n = 0; n < 3; n++) {
    socket.refuse('token', 'unauthorized')
    await clock.run(4_000)
  }
  expect(asked).toEqual(['connect', 'refresh', 'rejected', 'rejected'])
  expect(client.status).toMatchObject({ status: 'closed', error: { code: 'signed_out' } })
})

test('[CN84] a token of another person ends what was the first one’s: the connection begins anew as the other', async () => {
  const { asked, getToken } = page()
  const { clock, client, socket, room, told, welcome } = await online(getToken)
  const draft = room.send('one')
  await clock.run(0.8 * HOUR)
  socket.refuse('token', 'identity_changed')
  await settle()
  expect(asked).toEqual(['connect', 'refresh', 'connect'])
  const next = await welcome([joined()], { user: BOB })
  expect([client.user, told]).toEqual([BOB, [ADA.id, BOB.id]])
  expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
  expect(next.said('send_message')).toEqual([])
})

test('[CN84] an answer that comes behind the end of its connection changes nothing, and no timer stays', async () => {
  const { getToken } = page()
  const { clock, client, socket } = await online(getToken)
  await clock.run(0.8 * HOUR)
  client.close()
  await settle()
  expect([socket.closedWith, clock.pending]).toEqual([1000, 0])
})

test('[CL273] a page that never answers is asked again, for the open connection and for the next one', async () => {
  const silent = new Promise<string>(() => {})
  const { asked, getToken } = page('t1', silent, 't3', silent, 't5', silent)
  const { clock, socket, sockets, client } = await online(getToken)
  await clock.run(0.8 * HOUR)
  expect(asked).toEqual(['connect', 'refresh'])
  await clock.run(16_000)
  expect(asked).toEqual(['connect', 'refresh', 'refresh'])
  expect(socket.last('token')).toMatchObject({ token: 't3' })
  socket.drop(4005)
  await clock.run(2_000)
  expect([asked.length, client.status.status]).toEqual([4, 'connecting'])
  await clock.run(20_000)
  sockets.last.open()
  await settle()
  expect(asked).toHaveLength(5)
  expect(sockets.last.last('connect')).toMatchObject({ token: 't5' })
  sockets.last.drop()
  await clock.run(2_000)
  expect(asked).toHaveLength(6)
  client.close()
  expect(clock.pending).toBe(0)
})

test('[CL274] an answer of the server that does not come is asked for with another token, and what all that took counts', async () => {
  for (const life of [60_000, HOUR]) {
    const { asked, getToken } = page()
    const { clock, socket } = await online(getToken)
    await clock.run(0.8 * HOUR)
    expect(socket.last('token')).toMatchObject({ token: 't2' })
    // no answer in 10 s, then a wait of 1 s
    await clock.run(11_000)
    expect(socket.last('token')).toMatchObject({ token: 't3' })
    await clock.run(9_000)
    const now = 5 * HOUR + 0.8 * HOUR + 20_000
    socket.ok('token', { tokenExpiresAt: now + life })
    await clock.run(0.8 * life - 10)
    expect(asked).toHaveLength(3)
    await clock.run(20)
    expect(asked).toHaveLength(4)
  }
})
