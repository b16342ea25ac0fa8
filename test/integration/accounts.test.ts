import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const codeOf = ({ status, json }: { status: number; json: { error?: { code: string } } }) => [status, json?.error?.code]

describe.each(TRANSPORTS.filter(({ runs }) => runs))('accounts over $name', ({ name: transport }) => {
  let server: StartedServer
  let of: ReturnType<typeof accountRequests>
  beforeAll(async () => {
    server = await startServer({ transport, auth: ['guest', 'password'], noLimits: true })
    of = accountRequests(server.url)
  })
  afterAll(() => server.close())

  test('[SE250] a server tells what there is to log in with', async () => {
    const { status, json, headers } = await of.get('/login')
    expect([status, json]).toEqual([200, { auth: ['guest', 'password'], register: true, name: 'chat-widget' }])
    expect(headers['access-control-allow-origin']).toBe('*')
  })

  test('[SE277] a socket that says its token once more ends with its login all the same', async () => {
    const { token } = (await of.register('Says It Twice')).json
    const [once, guest] = [await of.connect(token, ['twice']), (await of.login('Goes On Twice')).json]
    expect(await once.request({ type: 'token', token })).toMatchObject({ type: 'ok' })
    const twice = await of.connect(guest.token, ['twice'])
    for (let time = 0; time < 2; time++)
      expect(await twice.request({ type: 'identify', token })).toMatchObject({ type: 'ok' })
    expect((await of.post('/logout', {}, token)).status).toBe(204)
    for (const { closed } of [once, twice]) expect(await closed).toMatchObject({ code: 4501 })
  })

  test('[SE251] who registers is the same person on every device, and a guest is not', async () => {
    const registered = await of.register('Ada Lovelace')
    expect(registered.status).toBe(200)
    const { user } = registered.json
    expect(user).toEqual({ id: expect.stringMatching(/^a:.{8,}$/), name: 'Ada Lovelace' })
    const again = await of.login('ADA lovelace', PASSWORD)
    expect([again.status, again.json.user]).toEqual([200, user])
    expect(again.json.token).not.toBe(registered.json.token)
    const [one, two] = [await of.connect(registered.json.token, ['r']), await of.connect(again.json.token, ['r'])]
    expect(one.connected).toMatchObject({ user, rooms: [{ role: 'user', presence: { count: 1 } }] })
    expect(two.connected).toMatchObject({ user, rooms: [{ role: 'user', presence: { count: 1 } }] })
    expect(one.connected.sessionId).not.toBe(two.connected.sessionId)
    const guest = (await of.login('Somebody')).json
    expect(guest.user).toMatchObject({ id: expect.stringMatching(/^g:/), guest: true })
    for (const { socket } of [one, two]) socket.close()
  })

  test('[SE252] nobody else has an account’s name, nor what looks like it, with or without a password', async () => {
    const mine = 'Grace Hopper'
    await of.register(mine)
    for (const name of [mine, 'grace hopper', 'GRACE  HOPPER', 'Grасe Hopper', ' Grace Hopper ']) {
      expect(codeOf(await of.login(name)), name).toEqual([409, 'username_taken'])
      expect(codeOf(await of.register(name)), name).toEqual([409, 'username_taken'])
    }
    const guest = (await of.login('Radia')).json
    expect(codeOf(await of.register('radia'))).toEqual([409, 'username_taken'])
    expect((await of.register('Radia', PASSWORD, guest.token)).json.user).toMatchObject({ name: 'Radia' })
    // the guest that was is over as soon as it comes back
    const { connected } = await of.connect(guest.token)
    expect(connected).toMatchObject({ type: 'error', code: 'username_taken' })
  })

  test('[SE253] a wrong password and a name that nobody has are the same in status and words', async () => {
    await of.register('Barbara')
    const answers = [
      await of.login('Barbara', 'wrong horse battery'),
      await of.login('Nobody Here', PASSWORD),
      await of.login('Barbara', ''),
      await of.login('Barbara', 'x'.repeat(3_000)),
      await of.login('\u0000', PASSWORD),
      await of.login('', PASSWORD),
    ]
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(codeOf(answers[0] as never)).toEqual([401, 'wrong_credentials'])
  })

  test('[SE254] with a password that is easy to guess nobody registers, and the name stays free', async () => {
    for (const password of ['short', 'password123', 'Katherine1'])
      expect(codeOf(await of.register('Katherine', password)), password).toEqual([400, 'weak_password'])
    expect((await of.login('Katherine')).status).toBe(200)
  })

  test('[SE255] where they are logged in is listed; one is ended, and a change of the password ends the others', async () => {
    const { token } = (await of.register('Dorothy')).json
    const phone = (await of.login('Dorothy', PASSWORD)).json.token
    const tablet = (await of.login('Dorothy', PASSWORD)).json.token
    const onTablet = await of.connect(tablet)
    const { sessions } = (await of.get('/sessions', token)).json
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ current }: { current?: true }) => current)).toHaveLength(1)
    for (const { createdAt, usedAt } of sessions)
      expect(Date.now() - createdAt + Date.now() - usedAt).toBeLessThan(60_000)
    const tabletId = onTablet.connected.sessionId
    expect((await of.remove(`/sessions/${tabletId}`, token)).status).toBe(204)
    expect(await onTablet.closed).toMatchObject({ code: 4501 })
    expect(codeOf(await of.remove(`/sessions/${tabletId}`, token))).toEqual([404, 'not_found'])
    expect((await of.get('/sessions', token)).json.sessions).toHaveLength(2)

    const onPhone = await of.connect(phone)
    const change = (old: string, fresh: string) => of.post('/password', { old, new: fresh }, token)
    expect(codeOf(await change('not the old one', 'another good password'))).toEqual([401, 'wrong_credentials'])
    expect(codeOf(await change(PASSWORD, 'weak'))).toEqual([400, 'weak_password'])
    expect(onPhone.socket.readyState).toBe(1)
    expect((await change(PASSWORD, 'another good password')).status).toBe(204)
    expect(await onPhone.closed).toMatchObject({ code: 4501 })
    expect((await of.get('/sessions', token)).json.sessions).toHaveLength(1)
    expect(codeOf(await of.get('/sessions', phone))).toEqual([401, 'unauthorized'])
    expect(codeOf(await of.login('Dorothy', PASSWORD))).toEqual([401, 'wrong_credentials'])
    expect((await of.login('Dorothy', 'another good password')).status).toBe(200)
  })

  test('[SE256] these requests are for who has an account, by their token or the cookie of an own page, never for another page', async () => {
    const { token } = (await of.register('Frances')).json
    const guest = (await of.login('A guest')).json.token
    for (const bad of [undefined, guest, 'made-up', `${token}x`]) {
      expect(codeOf(await of.get('/sessions', bad))).toEqual([401, 'unauthorized'])
      expect(codeOf(await of.post('/password', { old: PASSWORD, new: PASSWORD }, bad))).toEqual([401, 'unauthorized'])
      expect(codeOf(await of.remove('/sessions/some', bad))).toEqual([401, 'unauthorized'])
    }
    const cookie = { headers: { Cookie: `chat_session=${token}` } }
    const as = (headers: Record<string, string>) => ({ headers: { ...cookie.headers, ...headers } })
    const own = { Origin: server.url }
    const change = (headers: Record<string, string>) =>
      of.post('/password', { old: 'wrong', new: 'x' }, undefined, as(headers)).then(codeOf)
    // the cookie alone, as a form or a picture of another page would send it
    expect(await change({})).toEqual([401, 'unauthorized'])
    expect(await change({ Origin: 'https://evil.example' })).toEqual([403, 'origin_refused'])
    expect(await change({ 'Sec-Fetch-Site': 'same-origin' })).toEqual([401, 'unauthorized'])
    expect(await change(own)).toEqual([401, 'wrong_credentials'])
    const list = (headers: Record<string, string>) =>
      of.get('/sessions', undefined, as(headers)).then(({ status }) => status)
    expect(await list({ 'Sec-Fetch-Site': 'same-origin' })).toBe(200)
    expect(await list({ 'Sec-Fetch-Site': 'cross-site' })).toBe(401)
    expect(await list({ 'Sec-Fetch-Site': 'same-site' })).toBe(401)
    expect(await list({})).toBe(401)
  })

  test('[SE257] a guest goes on as an account in place: rooms, people, rights, past and what was on its way', async () => {
    const room = 'upgrade'
    const watcher = await of.connect((await of.login('Watcher')).json.token, [room])
    const { token: guestToken, user: guestUser } = (await of.login('Hedy')).json
    const hedy = await of.connect(guestToken, [room])
    const other = await of.connect(guestToken, [room])
    const send = (cid: string, text = 'hello') => hedy.request({ type: 'send_message', room, cid, text })
    const first = await send('c1')
    await hedy.request({ type: 'react', room, cid: 'r1', messageId: first.id, emoji: '👍', on: true })
    const { token, user } = (await of.register('Hedy', PASSWORD, guestToken)).json
    const became = await hedy.request({ type: 'identify', token })
    expect(became).toMatchObject({ type: 'ok', user, sessionId: expect.any(String) })
    expect(await hedy.next(frame => frame.type === 'rights')).toMatchObject({ room, role: 'user' })
    expect(await other.closed).toMatchObject({ code: 4501 })
    // once, however often it is said
    expect(await send('c1')).toMatchObject({ seq: first.seq, duplicate: true })
    const edit = { type: 'edit_message', room, cid: 'e1', messageId: first.id, text: 'hello, all' }
    expect(await hedy.request(edit)).toMatchObject({ type: 'ok' })
    const page = await hedy.request({ type: 'history', room })
    expect(page.messages).toMatchObject([{ user: guestUser, text: 'hello, all', reactions: [{ count: 1, me: true }] }])
    await send('c2', 'as myself')
    expect(await watcher.next(({ text }) => text === 'as myself')).toMatchObject({ user })
    const people = async () => (await watcher.request({ type: 'users', room })).users
    await expect.poll(people).toEqual(expect.arrayContaining([user]))
    expect(await people()).not.toContainEqual(guestUser)
    expect(codeOf(await of.post('/logout', {}, guestToken))).toEqual([401, 'unauthorized'])
    const another = (await of.register('Not Hedy')).json.token
    expect(await hedy.request({ type: 'identify', token: another })).toMatchObject({ code: 'bad_request' })
    // on another device the past is theirs, too
    const elsewhere = await of.connect((await of.login('Hedy', PASSWORD)).json.token, [room])
    expect(elsewhere.connected.rooms[0].messages[0]).toMatchObject({ reactions: [{ me: true }] })
  })

  test('[SE258] a token that is no account’s, or of an account that another guest is, changes nothing', async () => {
    const guest = await of.connect((await of.login('Plain')).json.token, ['r'])
    const identify = (token: string) => guest.request({ type: 'identify', token })
    expect(await identify('made-up')).toMatchObject({ code: 'unauthorized' })
    expect(await identify((await of.login('Another')).json.token)).toMatchObject({ code: 'bad_request' })
    expect(await guest.request({ type: 'send_message', room: 'r', cid: 'c', text: 'still here' })).toMatchObject({
      type: 'ok',
    })
    const { json: mine } = await of.register('Taken Past')
    const { json: theirs } = await of.register('Other Past')
    const walker = (await of.login('Walker')).json.token
    const [one, two] = [await of.connect(walker), await of.connect(walker)]
    expect(await one.request({ type: 'identify', token: mine.token })).toMatchObject({ type: 'ok' })
    await two.closed
    expect(theirs.user.id).not.toBe(mine.user.id)
  })
})

test('[SE261] what is asked of accounts has a rate for each address, whoever asks', async () => {
  const server = await startServer({ auth: ['guest', 'password'] })
  try {
    const of = accountRequests(server.url)
    const { token } = (await of.register('Mary')).json
    const statuses = await Promise.all(Array.from({ length: 80 }, () => of.get('/sessions', token)))
    expect(statuses.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(65)
    const refused = statuses.find(({ status }) => status === 429)
    expect(refused?.json.error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
    expect((await of.get('/sessions', token, { localAddress: '127.0.0.9' })).status).toBe(200)
  } finally {
    await server.close()
  }
})

test('[SE259] without passwords or guests, what is not offered is refused in words', async () => {
  const guests = await startServer({ noLimits: true })
  const closed = await startServer({ auth: ['password'], noRegister: true, noLimits: true })
  try {
    const open = accountRequests(guests.url)
    expect((await open.get('/login')).json).toMatchObject({ auth: ['guest'], register: false })
    expect(codeOf(await open.login('Ann', PASSWORD))).toEqual([400, 'bad_request'])
    expect(codeOf(await open.register('Ann'))).toEqual([403, 'forbidden'])
    expect(codeOf(await open.get('/sessions', (await open.login('Ann')).json.token))).toEqual([401, 'unauthorized'])
    const shut = accountRequests(closed.url)
    expect((await shut.get('/login')).json).toMatchObject({ auth: ['password'], register: false })
    expect(codeOf(await shut.login('Ann'))).toEqual([403, 'forbidden'])
    expect(codeOf(await shut.register('Ann'))).toEqual([403, 'forbidden'])
  } finally {
    await Promise.all([guests.close(), closed.close()])
  }
})

test('[SE260] accounts, their logins and names are there after a crash', async () => {
  const folder = temporaryFolder('accounts')
  const args = ['--auth', 'guest,password', '--data', folder.path]
  let server: SpawnedServer = await spawnServer(args)
  const { token, user } = (await accountRequests(server.url).register('Margaret')).json
  await server.stop('SIGKILL')
  server = await spawnServer(args)
  try {
    const of = accountRequests(server.url)
    expect((await of.connect(token)).connected).toMatchObject({ type: 'ok', user })
    expect((await of.login('Margaret', PASSWORD)).json.user).toEqual(user)
    expect(codeOf(await of.login('margaret'))).toEqual([409, 'username_taken'])
    expect((await of.get('/sessions', token)).json.sessions).toHaveLength(2)
    for (const secret of [PASSWORD, token]) expect(server.stderr() + server.stdout()).not.toContain(secret)
  } finally {
    await server.stop()
    folder.remove()
  }
})

test('[SE269] started anew with guests only, a server keeps the names of its accounts from guests, and takes none of their logins', async () => {
  const folder = temporaryFolder('guests-only')
  const data = ['--data', folder.path]
  let server: SpawnedServer = await spawnServer(['--auth', 'guest,password', ...data])
  const { token } = (await accountRequests(server.url).register('Katherine J.')).json
  await server.stop()
  server = await spawnServer(data)
  try {
    const of = accountRequests(server.url)
    expect(codeOf(await of.login('katherine j.'))).toEqual([409, 'username_taken'])
    expect((await of.connect(token)).connected).toMatchObject({ code: 'unauthorized' })
    for (const at of ['/account/data', '/sessions'])
      expect(codeOf(await of.get(at, token)), at).toEqual([401, 'unauthorized'])
    expect(codeOf(await of.post('/account/delete', { password: PASSWORD }, token))).toEqual([401, 'unauthorized'])
    const guest = (await of.login('Somebody')).json
    expect((await of.connect(guest.token)).connected).toMatchObject({ type: 'ok', user: guest.user })
    await server.stop()
    // with passwords again it is theirs as before
    server = await spawnServer(['--auth', 'guest,password', ...data])
    expect((await accountRequests(server.url).connect(token)).connected).toMatchObject({ type: 'ok' })
  } finally {
    await server.stop()
    folder.remove()
  }
})
