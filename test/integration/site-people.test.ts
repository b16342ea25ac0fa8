import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountRequests } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const SECRET = 'a secret of the site and the chat, long enough'
const ISSUER = 'https://site.example'
const AUDIENCE = 'https://chat.example'

/** A token as the site makes it. `life`: seconds from now until it ends. */
function tokenOf(
  subject: string,
  { life = 3_600, ago = 0, ...claims }: Record<string, unknown> & { life?: number; ago?: number } = {},
) {
  const now = Math.floor(Date.now() / 1_000)
  const all = { iss: ISSUER, aud: AUDIENCE, sub: subject, name: subject, iat: now - ago, exp: now + life, ...claims }
  return new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET))
}

describe.each(TRANSPORTS.filter(({ runs }) => runs))('people of a site over $name', ({ name: transport }) => {
  let server: StartedServer
  let of: ReturnType<typeof accountRequests>
  beforeAll(async () => {
    const jwt = { jwtSecret: SECRET, jwtIssuer: ISSUER, jwtAudience: AUDIENCE }
    server = await startServer({ transport, auth: ['guest', 'jwt'], noLimits: true, ...jwt })
    of = accountRequests(server.url)
  })
  afterAll(() => server.close())

  test('[JW70] the same subject is the same person on any device; what the site says of them now counts', async () => {
    const one = await of.connect(await tokenOf('ada'), ['r'])
    expect(one.connected).toMatchObject({
      user: { id: expect.stringMatching(/^a:/), name: 'ada' },
      rooms: [{ role: 'user' }],
    })
    expect(one.connected.user.guest).toBeUndefined()
    expect(one.connected.tokenExpiresAt - Date.now()).toBeGreaterThan(3_500_000)
    const two = await of.connect(await tokenOf('ada', { name: 'Ada L.' }), ['r'])
    expect(two.connected.user).toEqual({ id: one.connected.user.id, name: 'Ada L.' })
    const other = await of.connect(await tokenOf('eve', { name: 'Ada L.' }))
    expect(other.connected.user.id).not.toBe(one.connected.user.id)
  })

  test('[JW81] a renewed token tells the rooms another name at once, also of somebody who is there twice', async () => {
    const room = 'renamed'
    const watcher = await of.connect((await of.login('Sees names')).json.token, [room])
    const one = await of.connect(await tokenOf('changes', { name: 'Before' }), [room])
    const two = await of.connect(await tokenOf('changes', { name: 'Before' }), [room])
    const { id } = one.connected.user
    const joins = (name: string) =>
      watcher.next(
        ({ type, users }) => type === 'user_joined' && users.some((user: { name: string }) => user.name === name),
      )
    expect(await joins('Before')).toMatchObject({ count: 2 })
    const renewed = await one.request({ type: 'token', token: await tokenOf('changes', { name: 'After' }) })
    expect(renewed).toMatchObject({ type: 'ok' })
    expect(await joins('After')).toMatchObject({ users: [{ id, name: 'After' }], count: 2 })
    expect((await watcher.request({ type: 'users', room })).users).toContainEqual({ id, name: 'After' })
    await one.request({ type: 'send_message', room, cid: 'c1', text: 'under the new name' })
    expect(await watcher.next(({ text }) => text === 'under the new name')).toMatchObject({
      user: { id, name: 'After' },
    })
    for (const { socket } of [watcher, one, two]) socket.close()
  })

  test('[JW71] two who come for the first time at once are one account', async () => {
    const token = await tokenOf('at-once')
    const all = await Promise.all(Array.from({ length: 8 }, () => of.connect(token)))
    expect(new Set(all.map(({ connected }) => connected.user?.id)).size).toBe(1)
  })

  test('[JW72] roles count up to what the server grants, in every room or in some', async () => {
    const chat = { roles: ['moderator', 'admin'], rooms: { staff: 'owner', 'team-*': 'moderator' } }
    const all = await of.connect(await tokenOf('mod', { chat }), ['r', 'staff'])
    expect(all.connected.rooms).toMatchObject([{ role: 'moderator' }, { role: 'moderator' }])
    const some = await of.connect(await tokenOf('some', { chat: { rooms: chat.rooms } }), ['r', 'team-a', 'staff'])
    expect(some.connected.rooms.map(({ role }: { role: string }) => role)).toEqual(['user', 'moderator', 'moderator'])
    const ann = await of.connect((await of.login('Ann')).json.token, ['team-a', 'r'])
    for (const room of ['team-a', 'r']) {
      const { id } = await ann.request({ type: 'send_message', room, cid: `c-${room}`, text: 'mine' })
      const reply = await some.request({ type: 'delete_message', room, cid: `d-${room}`, messageId: id })
      expect([room, reply.type, reply.code]).toEqual([
        room,
        ...(room === 'r' ? ['error', 'forbidden'] : ['ok', undefined]),
      ])
    }
  })

  test('[JW73] another token of the same person goes on with the connection, and changes what they may at once', async () => {
    const lin = await of.connect(await tokenOf('lin', { chat: { roles: ['moderator'] } }), ['r'])
    const renew = async (token: string) => lin.request({ type: 'token', token })
    const later = await renew(await tokenOf('lin', { life: 7_200 }))
    expect(later.type).toBe('ok')
    expect(later.tokenExpiresAt).toBeGreaterThan(lin.connected.tokenExpiresAt)
    expect(await lin.next(frame => frame.type === 'rights')).toMatchObject({ room: 'r', role: 'user' })
    const pin = { type: 'pin_message', room: 'r', cid: 'p', messageId: 'm', on: true }
    expect(await lin.request(pin)).toMatchObject({ code: 'forbidden' })
    expect(await renew(await tokenOf('somebody-else'))).toMatchObject({ code: 'identity_changed' })
    expect(await renew(await tokenOf('lin', { life: -60, ago: 120 }))).toMatchObject({ code: 'token_expired' })
    expect(await renew('rubbish.rubbish.rubbish')).toMatchObject({ code: 'unauthorized' })
    expect(await lin.request({ type: 'send_message', room: 'r', cid: 'c', text: 'still here' })).toMatchObject({
      type: 'ok',
    })
  })

  test('[JW74] what does not count is refused at connect, and the socket closed with why', async () => {
    const expired = await of.connect(await tokenOf('late', { life: -60, ago: 120 }))
    expect([expired.connected.code, (await expired.closed).code]).toEqual(['token_expired', 4005])
    for (const claims of [{ aud: 'https://other.example' }, { iss: 'https://evil.example' }, { exp: 4_000_000_000 }]) {
      const refused = await of.connect(await tokenOf('mallory', claims))
      expect([refused.connected.code, (await refused.closed).code]).toEqual(['unauthorized', 4501])
    }
    const huge = await tokenOf('huge', { chat: { more: 'x'.repeat(9_000) } })
    expect((await of.connect(huge)).connected).toMatchObject({ code: 'unauthorized' })
  })

  test('[JW75] logged out, nothing counts that was issued before, and its sockets are closed', async () => {
    const [token, another] = [await tokenOf('out'), await tokenOf('out', { ago: 30 })]
    const open = await of.connect(token, ['r'])
    expect((await of.post('/logout', {}, token)).status).toBe(204)
    expect(await open.closed).toMatchObject({ code: 4501 })
    for (const old of [token, another])
      expect((await of.connect(old)).connected).toMatchObject({ code: 'unauthorized' })
    const fresh = await tokenOf('out', { ago: -2 })
    expect((await of.connect(fresh)).connected).toMatchObject({ type: 'ok' })
  })

  test('[JW76] a guest who has the name of one of the site’s people has it no longer when they come, and none gets it', async () => {
    const guest = await of.connect((await of.login('Margaret H')).json.token, ['r'])
    const margaret = await of.connect(await tokenOf('m-1', { name: 'Margaret H' }), ['r'])
    expect(margaret.connected.user.name).toBe('Margaret H')
    expect(await guest.closed).toMatchObject({ code: 4501 })
    for (const name of ['Margaret H', 'margaret h', 'Мargaret H'])
      expect((await of.login(name)).json.error, name).toMatchObject({ code: 'username_taken' })
  })

  test('[JW77] a guest goes on as somebody of the site in place, with their past', async () => {
    const room = 'site-upgrade'
    const guest = await of.connect((await of.login('Passer-by')).json.token, [room])
    const { seq } = await guest.request({ type: 'send_message', room, cid: 'c1', text: 'hello' })
    const became = await guest.request({ type: 'identify', token: await tokenOf('known') })
    expect(became).toMatchObject({ type: 'ok', user: { name: 'known' }, tokenExpiresAt: expect.any(Number) })
    const again = await guest.request({ type: 'send_message', room, cid: 'c1', text: 'hello' })
    expect(again).toMatchObject({ seq, duplicate: true })
  })

  test('[SE274] a guest whom the site calls as they called themselves goes on in place, too; another guest does not', async () => {
    const room = 'site-namesake'
    const guest = await of.connect((await of.login('Dorothy V')).json.token, [room])
    const became = await guest.request({ type: 'identify', token: await tokenOf('d-1', { name: 'Dorothy V' }) })
    expect(became).toMatchObject({ type: 'ok', user: { id: expect.stringMatching(/^a:/), name: 'Dorothy V' } })
    const said = await guest.request({ type: 'send_message', room, cid: 'c1', text: 'still here' })
    expect(said).toMatchObject({ type: 'ok', duplicate: false })
    const holder = await of.connect((await of.login('Hertha A')).json.token, [room])
    const other = await of.connect((await of.login('Passer-by 2')).json.token, [room])
    const taken = await other.request({ type: 'identify', token: await tokenOf('h-1', { name: 'Hertha A' }) })
    expect(taken).toMatchObject({ type: 'ok' })
    expect(await holder.closed).toMatchObject({ code: 4501 })
  })

  test('[SE276] whose answer to an identify was lost asks once more, and is answered; as somebody else they are not', async () => {
    const room = 'site-again'
    const guest = await of.connect((await of.login('Katherine J')).json.token, [room])
    const became = await guest.request({ type: 'identify', token: await tokenOf('k-1') })
    const again = await guest.request({ type: 'identify', token: await tokenOf('k-1') })
    expect(again).toMatchObject({ type: 'ok', user: became.user, tokenExpiresAt: expect.any(Number) })
    const another = await guest.request({ type: 'identify', token: await tokenOf('k-2') })
    expect(another).toMatchObject({ type: 'error', code: 'bad_request' })
    const said = await guest.request({ type: 'send_message', room, cid: 'c1', text: 'still the first' })
    expect(said).toMatchObject({ type: 'ok', duplicate: false })
  })
})
