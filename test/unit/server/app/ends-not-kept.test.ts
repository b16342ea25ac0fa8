import { expect, onTestFinished, test } from 'vitest'
import { argon2Hasher } from '../../../../server/adapters/process/argon2-hasher.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import { createHttpHandler } from '../../../../server/app/http/http-handler.ts'
import { Accounts } from '../../../../server/app/identity/accounts.ts'
import type { LoginMethods } from '../../../../server/app/identity/login-methods.ts'
import { Sessions } from '../../../../server/app/identity/sessions.ts'
import { TokenAuthenticator } from '../../../../server/app/identity/token-authenticator.ts'
import { assemblePeople } from '../../../../server/assemble-people.ts'
import { originPolicy } from '../../../../server/core/origin.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import { RemovedPeople } from '../../../../server/log/removed-people.ts'
import { PASSWORD } from '../../../support/account-requests.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { FaultyStore } from '../../../support/server-kit/faulty-store.ts'
import { inlineStore } from '../../../support/server-kit/inline-store.ts'
import { storeOptions } from '../../../support/server-kit/room-logs.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

/** The routes, logins and accounts of a server over a store that fails when it is told to. */
async function setUp() {
  const clock = new VirtualClock()
  const store = new FaultyStore(await inlineStore(storeOptions()))
  const log = new DurableLog({ store, clock, random: systemRandom, log: SILENT, gatherMs: 0, onFault() {} })
  const { directory, personal } = log
  onTestFinished(() => log.close())
  const sessions = new Sessions(clock, systemRandom, {}, undefined, log)
  const deps = { directory, sessions, clock, random: systemRandom }
  const accounts = new Accounts({ ...deps, hasher: await argon2Hasher(), listed: new Set() })
  const logins: LoginMethods = {
    offers: { auth: ['guest', 'password'], register: true, name: 'test' },
    authenticator: new TokenAuthenticator(sessions, directory, clock, undefined),
    accounts,
    site: undefined,
    guest: username => sessions.login(username),
  }
  const removed = new RemovedPeople()
  const people = assemblePeople({
    ...deps,
    store: { roomLog: log, directory, personal },
    logins,
    removed,
    logger: SILENT,
  })
  const handler = createHttpHandler({
    sessions,
    logins,
    people,
    assets: new Map(),
    origins: originPolicy(undefined, []),
    basePath: '',
    trustedProxies: [],
    loginRate: undefined,
    metrics: { httpAnswered() {}, expose: async () => ({ contentType: 'text/plain', text: '' }) },
    metricsToken: undefined,
    status: () => 'ready',
    open: () => ({ text() {}, binary() {}, closed() {} }),
    clock,
    logger: SILENT,
  })
  /** A status, and what the body says. */
  async function ask(method: string, path: string, fields: object | undefined, token?: string) {
    const headers = new Map([
      ['host', 'localhost'],
      ['content-type', 'application/json'],
      ...(token === undefined ? [] : [['authorization', `Bearer ${token}`] as const]),
    ] as const)
    const body = new TextEncoder().encode(fields && JSON.stringify(fields))
    const answer = await handler.request({ method, path, query: '', headers, address: '127.0.0.1', body })
    return { status: answer.status, json: typeof answer.body === 'string' ? JSON.parse(answer.body) : undefined }
  }
  /** A socket of a login, and why it was ended. */
  async function open(token: string) {
    const socket = {
      ended: 0,
      end(code: number) {
        socket.ended = code
      },
    }
    const attached = await logins.authenticator.attach(token, socket)
    if (!attached.ok) throw new Error(attached.refusal.code)
    return socket
  }
  const keeps = async (id: string) => (await log.sessions()).some(session => session.id === id)
  /** The store works again, and what it could not take is done again. */
  const mend = async () => {
    store.fault = 'none'
    await clock.run(40_000)
  }
  return { clock, store, log, sessions, logins, people, ask, open, keeps, mend }
}

const NOT_KEPT = { status: 503, json: { error: { code: 'unavailable', message: expect.stringContaining('restart') } } }

test('[SE300] the end of one login that is not kept is told so, and it is over all the same', async () => {
  const { ask, open, keeps, mend, store, sessions } = await setUp()
  const { token, user } = (await ask('POST', '/register', { username: 'Ann', password: PASSWORD })).json
  const other = (await ask('POST', '/login', { username: 'Ann', password: PASSWORD })).json
  const socket = await open(other.token)
  const id = sessions.find(other.token)?.id ?? ''
  store.fault = 'refuse ends of logins'
  expect(await ask('DELETE', `/sessions/${id}`, undefined, token)).toMatchObject(NOT_KEPT)
  expect(socket.ended).toBe(4501)
  expect([sessions.find(other.token), await keeps(id)]).toEqual([undefined, true])
  await mend()
  expect(await keeps(id)).toBe(false)
  const third = (await ask('POST', '/login', { username: 'Ann', password: PASSWORD })).json
  expect(third.user.id).toBe(user.id)
  const last = sessions.find(third.token)?.id ?? ''
  expect((await ask('DELETE', `/sessions/${last}`, undefined, token)).status).toBe(204)
  expect(await keeps(last)).toBe(false)
})

test('[SE300] a change of the password whose ends of other logins are not kept is none, and the others are over all the same', async () => {
  const { ask, open, keeps, store, sessions, mend } = await setUp()
  const { token } = (await ask('POST', '/register', { username: 'Ann', password: PASSWORD })).json
  const sockets = []
  const ids = []
  for (let n = 0; n < 3; n++) {
    const other = (await ask('POST', '/login', { username: 'Ann', password: PASSWORD })).json
    sockets.push(await open(other.token))
    ids.push(sessions.find(other.token)?.id ?? '')
  }
  store.fault = 'refuse ends of logins'
  const fresh = 'another horse battery staple'
  const changed = await ask('POST', '/password', { old: PASSWORD, new: fresh }, token)
  expect([changed.status, changed.json.error.code]).toEqual([503, 'unavailable'])
  expect(sockets.map(({ ended }) => ended)).toEqual([4501, 4501, 4501])
  expect(sessions.find(token)).toBeDefined()
  await mend()
  for (const id of ids) expect(await keeps(id)).toBe(false)
  expect((await ask('POST', '/login', { username: 'Ann', password: PASSWORD })).status).toBe(200)
  expect((await ask('POST', '/login', { username: 'Ann', password: fresh })).status).toBe(401)
})

test('[SE300] so are a logout, and a guest who goes and left nothing', async () => {
  const { ask, open, keeps, store, sessions, mend } = await setUp()
  for (const path of ['/logout', '/account/delete']) {
    const { token } = (await ask('POST', '/login', { username: 'Guest' })).json
    const socket = path === '/logout' ? await open(token) : undefined
    const id = sessions.find(token)?.id ?? ''
    store.fault = 'refuse ends of logins'
    expect(await ask('POST', path, {}, token)).toMatchObject(NOT_KEPT)
    expect(socket?.ended).toBe(path === '/logout' ? 4501 : undefined)
    expect([sessions.find(token), await keeps(id)]).toEqual([undefined, true])
    await mend()
    expect(await keeps(id)).toBe(false)
  }
})

test('[SE301] an identify waits for the end of the guest’s login to be kept, and is done by asking again', async () => {
  const { ask, open, keeps, mend, store, sessions, logins } = await setUp()
  const guest = (await ask('POST', '/login', { username: 'Guest' })).json
  const guestLogin = sessions.find(guest.token)?.id ?? ''
  const { token, user } = (await ask('POST', '/register', { username: 'Ann', password: PASSWORD })).json
  const harness = new HubHarness({ authenticator: logins.authenticator })
  const client = await harness.enter(guest.token, 'r')
  const tab = await open(guest.token)
  store.fault = 'refuse ends of logins'
  expect(await client.ask({ type: 'identify', token })).toMatchObject({ code: 'unavailable', retryable: true })
  expect([tab.ended, await keeps(guestLogin), client.socket.ended]).toEqual([4501, true, undefined])
  expect((await client.send('r', 'still a guest')).seq).toBe(1)
  store.fault = 'none'
  await mend()
  expect(await client.ask({ type: 'identify', token })).toMatchObject({ type: 'ok', user })
  expect(await keeps(guestLogin)).toBe(false)
  await client.send('r', 'myself')
  await harness.pass(100)
  expect(client.of('new_message').map(frame => frame.user.id)).toEqual([guest.user.id, user.id])
  expect(client.socket.ended).toBeUndefined()
})
