import { describe, expect, test } from 'vitest'
import { ADA, BOB, harness, joined } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

interface Call {
  url: string
  init: RequestInit
}

function server(answer: (call: Call) => Response | Promise<Response>) {
  const calls: Call[] = []
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    calls.push({ url: String(url), init })
    return answer({ url: String(url), init })
  }
  return { calls, fetch: fetch as typeof globalThis.fetch }
}

const LOGIN = { token: 't2', user: BOB, expiresAt: 99 }
const refusal = (status: number, code: string, fields: object = {}) =>
  Response.json({ error: { code, message: `${code}.`, ...fields } }, { status })

describe('the client', () => {
  test('[CL15] login posts the name as JSON without credentials, and starts a session', async () => {
    const { calls, fetch } = server(() => Response.json(LOGIN))
    const { client, welcome } = harness({ token: undefined, fetch })
    const sessions: unknown[] = []
    client.on('session', session => sessions.push(session))
    expect(await client.login(' Bob ')).toEqual(LOGIN)
    expect(calls).toMatchObject([
      {
        url: 'https://chat.example/login',
        init: {
          method: 'POST',
          credentials: 'omit',
          body: '{"username":" Bob "}',
          headers: { 'content-type': 'application/json' },
        },
      },
    ])
    expect([sessions, client.user]).toEqual([[LOGIN], BOB])
    client.connect().catch(() => {})
    expect((await welcome()).sent[0]).toMatchObject({ token: 't2' })
  })

  test('[CL15] refusals of a login are errors with the code and sentence of the server', async () => {
    const { fetch } = server(() => refusal(409, 'username_taken'))
    const { client } = harness({ fetch })
    await expect(client.login('Ada')).rejects.toMatchObject({ code: 'username_taken', message: 'username_taken.' })
    const limited = harness({ fetch: server(() => refusal(429, 'rate_limited', { retryAfterMs: 800 })).fetch })
    await expect(limited.client.login('Ada')).rejects.toMatchObject({ retryable: true, retryAfterMs: 800 })
  })

  test('[CL15] what is no chat server, is down or cannot be reached is told apart', async () => {
    const answers = [
      [() => new Response('<h1>Not here</h1>', { status: 404 }), 'server_gone', false],
      [() => new Response('<h1>Welcome</h1>'), 'server_gone', false],
      [() => Response.json({ hello: 1 }), 'server_gone', false],
      [() => new Response('Bad gateway', { status: 502 }), 'unavailable', true],
      [() => Promise.reject(new TypeError('failed')), 'network', true],
    ] as const
    for (const [answer, code, retryable] of answers) {
      const { client } = harness({ fetch: server(answer).fetch })
      await expect(client.login('Ada')).rejects.toMatchObject({ name: 'ChatError', code, retryable })
    }
  })

  test('[CL15] a login that is not answered in 15 s is a network error', async () => {
    const { client, clock } = harness({ fetch: hanging })
    const login = expect(client.login('Ada')).rejects.toMatchObject({ code: 'network' })
    await clock.run(15_000)
    await login
    expect(clock.pending).toBe(0)
  })

  test('[CL15] close ends a login under way', async () => {
    const { client, clock } = harness({ fetch: hanging })
    const login = expect(client.login('Ada')).rejects.toMatchObject({ code: 'network' })
    await settle()
    client.close()
    await login
    // also before anything was asked
    const other = harness({ fetch: hanging }).client
    const early = expect(other.login('Ada')).rejects.toMatchObject({ code: 'closed' })
    other.close()
    await early
    expect(clock.pending).toBe(0)
  })

  test('[CL15] with the cookie a login travels to the own origin, and its token counts while the page lives', async () => {
    const { calls, fetch } = server(({ url }) =>
      url.endsWith('/login') ? Response.json(LOGIN) : new Response(null, { status: 204 }),
    )
    const { client, welcome } = harness({ token: undefined, credentials: 'cookie', fetch })
    await client.login('Bob')
    client.connect().catch(() => {})
    expect((await welcome()).sent[0]).toMatchObject({ token: LOGIN.token })
    await client.logout()
    expect(calls.map(({ init }) => init.credentials)).toEqual(['same-origin', 'same-origin'])
    expect(calls[1]?.init.headers).toMatchObject({ authorization: `Bearer ${LOGIN.token}` })
  })

  test('[CL16] logout ends the session here and there: connection, token, drafts', async () => {
    const { calls, fetch } = server(() => new Response(null, { status: 204 }))
    const { client, enter } = harness({ fetch })
    const { socket, room } = await enter()
    const sessions: unknown[] = []
    client.on('session', session => sessions.push(session))
    const draft = room.send('one')
    await client.logout()
    expect(calls).toMatchObject([
      { url: 'https://chat.example/logout', init: { headers: { authorization: 'Bearer t1' } } },
    ])
    expect(socket.last('disconnect')).toBeTruthy()
    expect([sessions, client.user, client.status]).toEqual([[undefined], undefined, { status: 'idle' }])
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
    await expect(client.connect()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('[CL16] a logout that does not get through is told, and has ended the session here', async () => {
    const { client, enter } = harness({ fetch: server(() => Promise.reject(new TypeError('failed'))).fetch })
    await enter()
    await expect(client.logout()).rejects.toMatchObject({ code: 'network' })
    expect([client.user, client.status.status]).toEqual([undefined, 'idle'])
  })

  test('[CL16] a session that is over already is no error of logout', async () => {
    const { client, enter } = harness({ fetch: server(() => refusal(401, 'unauthorized')).fetch })
    await enter()
    await client.logout()
  })

  test('[CL14] a login under a new user fails the drafts of the old one and joins anew', async () => {
    const { client, enter, welcome } = harness({ fetch: server(() => Response.json(LOGIN)).fetch })
    const { room, socket } = await enter({ seq: 5 })
    const draft = room.send('one')
    await client.login('Bob')
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
    expect(socket.closedWith).toBe(1000)
    const second = await welcome([joined({ seq: 5 })], { user: BOB })
    expect(second.sent[0]).toMatchObject({ token: 't2', rooms: [{ room: 'lobby' }] })
    expect(second.sent[0]?.rooms).toEqual([{ room: 'lobby' }])
    expect(second.said('send_message')).toEqual([])
    draft.retry()
    expect(second.last('send_message')).toMatchObject({ cid: 'c1' })
  })

  test('[CL14] a session that ends by itself fails what waits', async () => {
    const { enter } = harness()
    const { room, socket } = await enter()
    const draft = room.send('one')
    socket.drop(4501)
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
    expect(room.state).toEqual({ status: 'joining' })
  })

  test('[CL17] an address may be relative to the page, have a path and end in a slash', () => {
    expect(harness({ server: 'https://example.com/chat/' }).client.server).toBe('https://example.com/chat')
    for (const server of ['', 'chat.example.com', 'ftp://chat.example', 'javascript:alert(1)'])
      expect(() => harness({ server })).toThrow(/http\(s\) address/)
  })

  test('[CL17] close settles and rejects everything that waits', async () => {
    const { client, enter } = harness()
    const { room } = await enter()
    const draft = room.send('one')
    const asked = room.history().catch(error => error.code)
    const other = client
      .room('other')
      .join()
      .catch(error => error.code)
    client.close()
    client.close()
    expect(await draft.settled).toMatchObject({ status: 'failed', error: { code: 'closed' } })
    expect([await asked, await other]).toEqual(['offline', 'closed'])
  })

  test('[CL17] a listener may end the connection or the client at any moment', async () => {
    for (const end of ['disconnect', 'close', 'logout'] as const) {
      const { client, clock, sockets } = harness({ fetch: server(() => new Response(null, { status: 204 })).fetch })
      client.on('status', ({ status }) => {
        if (status === 'online') void client[end]()
      })
      const room = client.room('lobby')
      room.join().catch(() => {})
      const done = client.connect().catch(error => error.code)
      await settle()
      sockets.last.open()
      sockets.last.ok('connect', {
        user: ADA,
        sessionId: 's',
        protocol: 1,
        heartbeatMs: 1_000,
        serverAt: 0,
        limits: {},
        rooms: [joined()],
      })
      await done
      await settle()
      expect([end, client.status.status, clock.pending]).toEqual([end, 'idle', 0])
    }
  })
})

/** Never answers, but can be aborted. */
const hanging: typeof fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
  })
