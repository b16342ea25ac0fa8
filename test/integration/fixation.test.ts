import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { ask } from '../support/ask.ts'
import { leapingClock } from '../support/leaping-clock.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

/** Somebody planted the cookie of a login that they know in another one's browser, and waits for what becomes of it. */
describe.each(TRANSPORTS.filter(({ runs }) => runs))('a planted login over $name', ({ name: transport }) => {
  let server: StartedServer
  let of: ReturnType<typeof accountRequests>
  const { clock, advance } = leapingClock()
  beforeAll(async () => {
    server = await startServer({ transport, auth: ['guest', 'password'], noLimits: true }, { clock })
    of = accountRequests(server.url)
  })
  afterAll(() => server.close())

  /** As the own page does it, with the cookie that was planted there. */
  const fromPage = (at: string, fields: object, cookie: string) =>
    ask(server.url + at, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.url, Cookie: cookie },
      body: JSON.stringify(fields),
    })
  const cookieOf = (headers: { 'set-cookie'?: string[] | undefined }) => headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const planted = async (username: string) => {
    const { headers, json } = await fromPage('/login', { username }, '')
    return { cookie: cookieOf(headers), token: json.token as string, id: json.user.id as string }
  }

  test('[SE271] a login by password takes nothing of it: another token, another cookie, another person', async () => {
    await of.register('Victim')
    const { cookie, token, id } = await planted('Bait')
    const login = await fromPage('/login', { username: 'Victim', password: PASSWORD }, cookie)
    expect(login.status).toBe(200)
    expect(login.json.token).not.toBe(token)
    expect(cookieOf(login.headers)).not.toBe(cookie)
    const { connected, socket } = await of.connect(token)
    expect(connected.user).toMatchObject({ id, guest: true })
    socket.close()
  })

  test('[SE272] who registers beside it has a login of their own, and that of the guest is over half a minute later', async () => {
    const { cookie, token, id } = await planted('Lure')
    const watching = await of.connect(token, ['r'])
    const registered = await fromPage('/register', { username: 'Somebody new', password: PASSWORD }, cookie)
    expect(registered.status).toBe(200)
    expect(cookieOf(registered.headers)).not.toBe(cookie)
    expect(registered.json.token).not.toBe(token)
    expect(watching.connected.user).toMatchObject({ id })
    advance(31_000)
    expect(await watching.closed).toMatchObject({ code: 4005 })
    expect((await of.connect(token)).connected).toMatchObject({ type: 'error', code: 'unauthorized' })
    const { connected, socket } = await of.connect(registered.json.token)
    expect(connected.user).toMatchObject({ name: 'Somebody new' })
    socket.close()
  })
})
