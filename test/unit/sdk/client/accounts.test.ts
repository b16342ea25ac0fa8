import { expect, test } from 'vitest'
import { type Accounts, createAccounts } from '../../../../sdk/client/accounts.ts'
import { harness } from '../../../support/client-harness.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const LOGIN = { token: 't2', user: { id: 'a:1', name: 'Ada' }, expiresAt: 9 }

/** Accounts at a server that answers so, and what it was asked. */
function at(answer: () => Response | Promise<Response>, token = 't1') {
  const calls: string[] = []
  const fetch: typeof globalThis.fetch = async (url, init = {}) => {
    const { authorization } = init.headers as Record<string, string>
    calls.push([init.method, new URL(String(url)).pathname, authorization, init.body].filter(Boolean).join(' '))
    return answer()
  }
  const accounts = createAccounts({
    server: 'https://chat.example/',
    token: () => token,
    fetch,
    clock: new VirtualClock(),
  })
  return { accounts, calls, fetch }
}

const none = () => new Response(null, { status: 204 })
const refusal = (status: number, code: string) => () =>
  Response.json({ error: { code, message: `${code}.` } }, { status })

test('[CL264] each call is one request with what it needs', async () => {
  const cases: [(accounts: Accounts) => Promise<unknown>, string, Response, unknown?][] = [
    [a => a.login('Ada'), 'POST /login {"username":"Ada"}', Response.json(LOGIN), LOGIN],
    [a => a.login('Ada', 'pw'), 'POST /login {"username":"Ada","password":"pw"}', Response.json(LOGIN), LOGIN],
    [a => a.register('Ada', 'pw'), 'POST /register {"username":"Ada","password":"pw"}', Response.json(LOGIN), LOGIN],
    [
      a => a.register('Ada', 'pw', { token: 'g1' }),
      'POST /register Bearer g1 {"username":"Ada","password":"pw"}',
      Response.json(LOGIN),
      LOGIN,
    ],
    [a => a.changePassword('a', 'b'), 'POST /password Bearer t1 {"old":"a","new":"b"}', none()],
    [a => a.sessions(), 'GET /sessions Bearer t1', Response.json({ sessions: [] }), []],
    [a => a.endSession('../x'), 'DELETE /sessions/..%2Fx Bearer t1', none()],
    [a => a.data(), 'GET /account/data Bearer t1', Response.json({ messages: [] }), { messages: [] }],
    [a => a.delete('pw'), 'POST /account/delete Bearer t1 {"password":"pw"}', none()],
  ]
  for (const [act, asked, answer, result] of cases) {
    const { accounts, calls } = at(() => answer)
    expect(await act(accounts)).toEqual(result)
    expect(calls).toEqual([asked])
  }
})

test('[CL264] refusals are errors with the code of the server; what is no chat server is told apart', async () => {
  for (const [status, code] of [
    [401, 'wrong_credentials'],
    [400, 'weak_password'],
    [409, 'username_taken'],
    [429, 'rate_limited'],
  ] as const) {
    const { accounts } = at(refusal(status, code))
    const acts = [accounts.login('Ada', 'x'), accounts.register('Ada', 'x'), accounts.changePassword('x', 'y')]
    for (const act of acts)
      await expect(act).rejects.toMatchObject({ name: 'ChatError', code, retryable: status === 429 })
  }
  const strange = at(() => Response.json({ hello: 1 })).accounts
  for (const act of [strange.login('Ada', 'x'), strange.register('Ada', 'x'), strange.sessions()])
    await expect(act).rejects.toMatchObject({ code: 'server_gone' })
  await expect(at(() => Promise.reject(new TypeError('no'))).accounts.data()).rejects.toMatchObject({ code: 'network' })
})

test('[CL264] a server says what it offers; one of the first version offers guests alone', async () => {
  const offers = { auth: ['guest', 'password'], register: true, name: 'Chat' }
  expect(await at(() => Response.json(offers)).accounts.offers()).toEqual(offers)
  const guests = { auth: ['guest'], register: false, name: '' }
  for (const old of [
    refusal(404, 'not_found'),
    () => new Response('Cannot GET', { status: 404 }),
    () => Response.json({}),
  ])
    expect(await at(old).accounts.offers()).toEqual(guests)
  await expect(at(refusal(503, 'unavailable')).accounts.offers()).rejects.toMatchObject({ code: 'unavailable' })
})

test('[CL264] the client logs in by a password, too', async () => {
  const { fetch, calls } = at(() => Response.json(LOGIN))
  const { client } = harness({ fetch, token: undefined })
  await client.login('Ada', 'pw')
  expect([calls, client.user]).toEqual([['POST /login {"username":"Ada","password":"pw"}'], LOGIN.user])
})
