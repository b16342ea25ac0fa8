import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import type { Reply } from '../support/ask.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const SITE = { jwtSecret: 'a secret of the site and the chat, long enough', jwtIssuer: 'https://site.example' }
const AUDIENCE = 'https://chat.example'

/** `ago`: seconds since the site issued it. */
function tokenOf(subject: string, ago = 0): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000) - ago
  const claims = { iss: SITE.jwtIssuer, aud: AUDIENCE, sub: subject, name: subject, iat, exp: iat + 3_600 }
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SITE.jwtSecret))
}

type Requests = ReturnType<typeof accountRequests>
/** Somebody who asks: what they send beside the question. */
interface Asker {
  token?: string
  headers?: Record<string, string>
}

/** Each as somebody new, since some of what they ask is the end of them. */
const ASKERS = {
  'no login': async () => ({}),
  'a guest': async of => ({ token: (await of.login(nameOf('Guest'))).json.token }),
  'an account': async of => ({ token: (await of.register(nameOf('Account'))).json.token }),
  'an account, by the cookie of an own page': async (of, url) => ({
    headers: { Cookie: `chat_session=${(await of.register(nameOf('Own'))).json.token}`, Origin: url },
  }),
  'an account, by the cookie from a page of elsewhere': async of => ({
    headers: {
      Cookie: `chat_session=${(await of.register(nameOf('Cross'))).json.token}`,
      Origin: 'https://evil.example',
    },
  }),
  'an account, by the cookie of no page': async of => ({
    headers: { Cookie: `chat_session=${(await of.register(nameOf('Form'))).json.token}` },
  }),
  'an account, by their token from a page of elsewhere': async of => ({
    token: (await of.register(nameOf('Token'))).json.token,
    headers: { Origin: 'https://evil.example' },
  }),
  'a removed account': async of => {
    const { token } = (await of.register(nameOf('Removed'))).json
    await of.post('/account/delete', { password: PASSWORD }, token)
    return { token }
  },
  'a login that was ended': async of => {
    const { token } = (await of.register(nameOf('Ended'))).json
    await of.post('/logout', {}, token)
    return { token }
  },
  'somebody of a site': async of => {
    const token = await tokenOf(nameOf('site'))
    const { socket } = await of.connect(token)
    socket.close()
    return { token }
  },
  'somebody of a site, by an older token': async of => {
    const name = nameOf('older')
    const { socket } = await of.connect(await tokenOf(name))
    socket.close()
    return { token: await tokenOf(name, 600) }
  },
  'somebody of a site who was never here': async () => ({ token: await tokenOf(nameOf('never')) }),
  'somebody of a site who was removed': async of => {
    const token = await tokenOf(nameOf('gone'))
    const { socket } = await of.connect(token)
    await of.post('/account/delete', {}, token)
    socket.close()
    return { token }
  },
} satisfies Record<string, (of: Requests, url: string) => Promise<Asker>>

let count = 0
const nameOf = (what: string) => `${what} ${++count}`

const OPERATIONS = {
  password: (of, { token, headers = {} }) =>
    of.post('/password', { old: PASSWORD, new: 'another good password' }, token, { headers }),
  sessions: (of, { token, headers = {} }) => of.get('/sessions', token, { headers }),
  // one that there is not: whoever may ask is told so
  'end of a session': (of, { token, headers = {} }) => of.remove('/sessions/unknown', token, { headers }),
  data: (of, { token, headers = {} }) => of.get('/account/data', token, { headers }),
  delete: (of, { token, headers = {} }) => of.post('/account/delete', { password: PASSWORD }, token, { headers }),
} satisfies Record<string, (of: Requests, asker: Asker) => Promise<Reply>>

const ALL = { password: 204, sessions: 200, 'end of a session': 404, data: 200, delete: 204 }
const of = (status: number) => Object.fromEntries(Object.keys(ALL).map(operation => [operation, status]))
/** What each is answered. */
const ANSWERS: Record<keyof typeof ASKERS, Record<string, number>> = {
  'no login': of(401),
  'a guest': { ...of(401), data: 200, delete: 204 },
  'an account': ALL,
  'an account, by the cookie of an own page': ALL,
  'an account, by the cookie from a page of elsewhere': of(403),
  'an account, by the cookie of no page': of(401),
  'an account, by their token from a page of elsewhere': of(403),
  'a removed account': of(401),
  'a login that was ended': of(401),
  'somebody of a site': { ...of(401), data: 200, delete: 204 },
  'somebody of a site, by an older token': { ...of(401), data: 200 },
  'somebody of a site who was never here': of(401),
  'somebody of a site who was removed': of(401),
}

describe.each(TRANSPORTS.filter(({ runs }) => runs))('the account over $name', ({ name: transport }) => {
  let server: StartedServer
  beforeAll(async () => {
    const site = { ...SITE, jwtAudience: AUDIENCE }
    server = await startServer({ transport, auth: ['guest', 'password', 'jwt'], noLimits: true, ...site })
  })
  afterAll(() => server.close())

  test.each(Object.keys(ASKERS) as (keyof typeof ASKERS)[])(
    '[SE265] %s may do what the table says, nothing more and nothing less',
    async who => {
      const requests = accountRequests(server.url)
      const answers: Record<string, number> = {}
      for (const [name, ask] of Object.entries(OPERATIONS)) {
        const make: (of: Requests, url: string) => Promise<Asker> = ASKERS[who]
        const { status, headers } = await ask(requests, await make(requests, server.url))
        answers[name] = status
        if (status === 401) expect(headers['set-cookie']).toBeUndefined()
      }
      expect(answers).toEqual(ANSWERS[who])
    },
  )

  test('[JW80] somebody of a site is removed by a fresh token, and no token of before makes them anew', async () => {
    const requests = accountRequests(server.url)
    const token = await tokenOf('leaves the site')
    const one = await requests.connect(token, ['site'])
    const watcher = await requests.connect((await requests.login('Sees it')).json.token, ['site'])
    await one.request({ type: 'send_message', room: 'site', cid: 'c1', text: 'hello' })
    const stale = await requests.post('/account/delete', {}, await tokenOf('leaves the site', 400))
    expect([stale.status, stale.json.error.code]).toEqual([401, 'token_expired'])
    expect((await requests.post('/account/delete', {}, token)).status).toBe(204)
    expect(await one.closed).toMatchObject({ code: 4501 })
    const { user } = one.connected
    expect(await watcher.next(({ type }) => type === 'message_deleted')).toMatchObject({
      user: { id: user.id, name: '', deleted: true },
    })
    expect((await requests.connect(token)).connected).toMatchObject({ code: 'unauthorized' })
    // who comes back by a token that the site issues later is another person
    const later = async () => (await requests.connect(await tokenOf('leaves the site', -1))).connected
    await expect.poll(async () => (await later()).type, { timeout: 5_000 }).toBe('ok')
    expect((await later()).user.id).not.toBe(user.id)
    watcher.socket.close()
  })
})
