import { afterEach, describe, expect, test, vi } from 'vitest'
// what the client loads when a page gives tokens is here at once
import '../../../../sdk/client/tokens.ts'
import type { ConnectionState } from '../../../../sdk/connection/state.ts'
import { ADA, connected, harness } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

afterEach(() => vi.unstubAllGlobals())

function page(online = true) {
  const heard = new EventTarget()
  const navigator = { onLine: online }
  vi.stubGlobal('addEventListener', heard.addEventListener.bind(heard))
  vi.stubGlobal('removeEventListener', heard.removeEventListener.bind(heard))
  vi.stubGlobal('navigator', navigator)
  return { say: (type: string) => heard.dispatchEvent(new Event(type)), navigator }
}

describe('the connection', () => {
  test('[CN12] opens /ws with the subprotocol and says connect with its token first', async () => {
    const { client, sockets, welcome } = harness()
    const states: ConnectionState[] = []
    client.on('status', state => states.push(state))
    const done = client.connect()
    const socket = await welcome()
    await done
    expect(socket.url).toBe('wss://chat.example/ws')
    expect(socket.protocols).toBe('chat.v1')
    expect(socket.sent).toEqual([{ type: 'connect', ref: 1, token: 't1', rooms: [], accepts: ['held'] }])
    expect(states).toEqual([{ status: 'connecting', attempt: 1, resuming: false }, { status: 'online' }])
    expect(client.user).toEqual(ADA)
    expect(sockets.all).toHaveLength(1)
  })

  test('[CN12] with the cookie no token travels', async () => {
    const { client, welcome } = harness({ credentials: 'cookie' })
    client.connect().catch(() => {})
    const socket = await welcome()
    expect(socket.sent[0]).not.toHaveProperty('token')
  })

  test('[CN1] comes back after a loss, and events of the old socket mean nothing', async () => {
    const { client, clock, sockets, enter, welcome } = harness()
    const { socket } = await enter()
    socket.drop()
    expect(client.status).toMatchObject({ status: 'waiting', resuming: true })
    await clock.run(1_000)
    expect(client.status).toEqual({ status: 'connecting', attempt: 2, resuming: true })
    socket.hear({ type: 'disconnect', code: 4501, reason: '', retryable: false })
    await welcome()
    expect(client.status).toEqual({ status: 'online' })
    expect(sockets.all).toHaveLength(2)
  })

  test('[CN3] waits as the server says before it closes by choice', async () => {
    const { client, clock, enter, sockets } = harness()
    const { socket } = await enter()
    socket.hear({
      type: 'disconnect',
      code: 4001,
      reason: 'shutdown',
      retryable: true,
      retryAfterMs: 4_000,
      spreadMs: 2_000,
    })
    socket.drop(4001)
    expect(client.status).toMatchObject({ status: 'waiting', retryAt: clock.now() + 5_000 })
    await clock.run(4_999)
    expect(sockets.all).toHaveLength(1)
    await clock.run(1)
    expect(sockets.all).toHaveLength(2)
  })

  test('[CN3] a connect refused for now is tried again after the time named', async () => {
    const { client, clock, sockets } = harness()
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    sockets.last.refuse('connect', 'unavailable', { retryable: true, retryAfterMs: 3_000 })
    expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'unavailable' } })
    await clock.run(2_999)
    expect(sockets.all).toHaveLength(1)
    await clock.run(2_001)
    expect(sockets.all).toHaveLength(2)
  })

  test('[CN5] asks for a token before each socket, and again after 4005', async () => {
    let tokens = 0
    const { client, nextTry, enter, welcome } = harness({ getToken: async () => `fresh${++tokens}` })
    const { socket } = await enter()
    socket.drop(4005)
    await nextTry()
    const second = await welcome()
    expect([socket, second].map(({ sent }) => sent[0]?.token)).toEqual(['fresh1', 'fresh2'])
    expect(client.status.status).toBe('online')
  })

  test('[CN5] a token that cannot be had now is asked for again', async () => {
    let asked = 0
    const getToken = () => (++asked < 2 ? Promise.reject(new Error('down')) : 'fresh')
    const { client, clock, welcome } = harness({ getToken })
    const done = client.connect()
    await settle()
    expect(client.status).toMatchObject({
      status: 'waiting',
      error: { code: 'unavailable', cause: { message: 'down' } },
    })
    await clock.run(2_000)
    await welcome()
    await done
  })

  test('[CN5] without a way to a new token, 4005 ends the session', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    socket.drop(4005)
    expect(client.status).toMatchObject({ status: 'closed', error: { code: 'token_expired' } })
  })

  test('[CN6] 4501 ends the session and is not tried again', async () => {
    const { client, clock, enter, sockets } = harness()
    const { socket } = await enter()
    const sessions: unknown[] = []
    client.on('session', session => sessions.push(session))
    socket.drop(4501)
    await clock.run(120_000)
    expect(client.status).toMatchObject({ status: 'closed', error: { code: 'unauthorized' } })
    expect([sessions, client.user, sockets.all.length]).toEqual([[undefined], undefined, 1])
  })

  test('[CN6] a connect refused for good rejects with what the server said', async () => {
    const { client, sockets } = harness()
    const done = client.connect()
    await settle()
    sockets.last.open()
    sockets.last.refuse('connect', 'username_taken', { message: 'The name was taken.' })
    await expect(done).rejects.toMatchObject({ code: 'username_taken', message: 'The name was taken.' })
    expect(client.status.status).toBe('closed')
    expect(sockets.last.closedWith).toBe(1000)
  })

  test('[CN6] without any token no socket is opened', async () => {
    const { client, sockets } = harness({ token: undefined })
    await expect(client.connect()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(sockets.all).toHaveLength(0)
  })

  test('[CN7] a refused origin closes and says what the owner has to do', async () => {
    vi.stubGlobal('location', { href: 'https://shop.example/a', origin: 'https://shop.example', protocol: 'https:' })
    const { client, sockets } = harness()
    const done = client.connect()
    await settle()
    sockets.last.open()
    sockets.last.drop(4503)
    await expect(done).rejects.toMatchObject({
      code: 'origin_refused',
      message: expect.stringContaining('--origins https://shop.example'),
    })
  })

  test('[CN8] an https page opens no socket to an http server', async () => {
    vi.stubGlobal('location', { href: 'https://shop.example/a', origin: 'https://shop.example', protocol: 'https:' })
    const { client, sockets } = harness({ server: 'http://chat.example' })
    await expect(client.connect()).rejects.toMatchObject({ code: 'wrong_scheme' })
    await expect(client.login('Ada')).rejects.toMatchObject({ code: 'wrong_scheme' })
    expect(sockets.all).toHaveLength(0)
  })

  test('[CN8] a socket that the browser does not allow is a refusal, not an exception', async () => {
    const WebSocket = class {
      constructor() {
        throw new DOMException('insecure', 'SecurityError')
      }
    } as never
    const { client } = harness({ WebSocket })
    await expect(client.connect()).rejects.toMatchObject({ code: 'wrong_scheme', cause: { name: 'SecurityError' } })
  })

  test('[CN9] a server that never answered is named as gone, and tried on', async () => {
    const { client, nextTry, sockets, welcome } = harness()
    const done = client.connect()
    for (let i = 0; i < 2; i++) {
      await settle()
      sockets.last.drop()
      if (i === 0) await nextTry()
    }
    expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'server_gone' } })
    await nextTry()
    await welcome()
    await done
  })

  test('[CN10] the network coming back ends the wait', async () => {
    const { say, navigator } = page(false)
    const { client, enter, sockets } = harness()
    const { socket } = await enter()
    socket.drop()
    expect(client.status).toMatchObject({ status: 'waiting', offline: true })
    navigator.onLine = true
    say('online')
    await settle()
    expect(sockets.all).toHaveLength(2)
    client.close()
  })

  test('[CN10] after a close the page is not listened to', async () => {
    const { say, navigator } = page()
    const { client, clock, enter, sockets } = harness()
    await enter()
    client.close()
    navigator.onLine = false
    say('offline')
    say('online')
    expect([sockets.all.length, clock.pending]).toEqual([1, 0])
  })

  test('[CN11] silence for twice the heartbeat and 5 s is a loss, any frame starts it anew', async () => {
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    await clock.run(54_000)
    socket.hear({ type: 'head', rooms: {} })
    await clock.run(54_999)
    expect(client.status.status).toBe('online')
    await clock.run(1)
    expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'offline' } })
    expect(socket.closedWith).toBe(1000)
  })

  test('[CN11] silence is noticed although this machine’s clock was set back', async () => {
    const { client, clock, enter } = harness()
    await enter()
    const now = clock.now.bind(clock)
    vi.spyOn(clock, 'now').mockImplementation(() => now() - 3_600_000)
    await clock.run(2 * 55_000)
    expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'offline' } })
  })

  test('[CN11] a page that wakes asks whether the server is there, and does not wait long', async () => {
    const { say } = page()
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    say('pageshow')
    say('pageshow')
    expect(socket.said('users')).toEqual([{ type: 'users', ref: 2, room: 'lobby', limit: 1 }])
    socket.ok('users', { users: [ADA], count: 1, version: 1 })
    await clock.run(6_000)
    expect(client.status.status).toBe('online')
    say('pageshow')
    await clock.run(5_000)
    expect(client.status.status).toBe('waiting')
  })

  test('[CN13] a server that takes and drops connections at once is tried ever more seldom', async () => {
    const { client, nextTry, welcome } = harness()
    client.connect().catch(() => {})
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      const socket = await welcome()
      socket.drop(4002)
      waits.push(await nextTry())
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000])
  })

  test('[CN14] ending it by choice rejects who waits for it', async () => {
    const { client } = harness()
    const done = client.connect()
    await client.disconnect()
    await expect(done).rejects.toMatchObject({ code: 'closed' })
    expect(client.status).toEqual({ status: 'idle' })
  })

  test('[CN14] a person can skip the wait', async () => {
    const { client, enter, sockets } = harness()
    const { socket } = await enter()
    socket.drop()
    client.retryNow()
    await settle()
    expect(sockets.all).toHaveLength(2)
  })

  test('[CN15] disconnect says so and closes; the session stays', async () => {
    const { client, clock, enter, welcome } = harness()
    const { socket } = await enter()
    await client.disconnect()
    expect(socket.last('disconnect')).toBeTruthy()
    expect([socket.closedWith, clock.pending]).toEqual([1000, 0])
    const done = client.connect()
    const second = await welcome()
    await done
    expect(second.sent[0]).toMatchObject({ token: 't1' })
  })

  test('[CN15] close leaves no timer, whatever was going on', async () => {
    for (const stage of ['idle', 'connecting', 'online', 'waiting']) {
      const { client, clock, enter } = harness()
      if (stage === 'connecting') client.connect().catch(() => {})
      if (stage === 'online' || stage === 'waiting') {
        const { socket, room } = await enter()
        room.send('hello')
        room.setTyping(true)
        room.history().catch(() => {})
        socket.hear({ type: 'typing', room: 'lobby', user: { id: 'u9', name: 'Eve' }, active: true })
        if (stage === 'waiting') socket.drop()
      }
      client.close()
      expect([stage, clock.pending]).toEqual([stage, 0])
      await expect(client.connect()).rejects.toMatchObject({ code: 'closed' })
      await expect(client.login('Ada')).rejects.toMatchObject({ code: 'closed' })
    }
  })

  test('[CN16] without a WebSocket a sentence says what to pass', () => {
    vi.stubGlobal('WebSocket', undefined)
    expect(() => harness({ WebSocket: undefined })).toThrow(/"ws"/)
  })

  test('[CN17] a server that does not answer connect in 15 s is tried again', async () => {
    const { client, clock, sockets } = harness()
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    await clock.run(14_999)
    expect(client.status.status).toBe('connecting')
    await clock.run(1)
    expect(client.status).toMatchObject({ status: 'waiting', error: { code: 'timeout' } })
    expect(sockets.last.closedWith).toBe(1000)
  })

  test('[CN18] what is unreadable, binary or unknown is passed over', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    for (const data of [
      '{',
      'null',
      '7',
      '[null,[],"x"]',
      '',
      new ArrayBuffer(3),
      '{"type":"later"}',
      '{"type":"ok","ref":99}',
    ])
      socket.hearText(data)
    expect(client.status.status).toBe('online')
  })

  test('[CN18] an error that answers nothing is told', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const errors: unknown[] = []
    client.on('error', error => errors.push(error))
    socket.hear({ type: 'error', code: 'bad_request', message: 'What?', retryable: false })
    expect(errors).toMatchObject([{ code: 'bad_request', message: 'What?' }])
  })

  test('[CN4] a server of another version closes', async () => {
    const { client, sockets } = harness()
    const done = client.connect()
    await settle()
    sockets.last.open()
    sockets.last.ok('connect', { ...connected(), protocol: 2, rooms: [] })
    await expect(done).rejects.toMatchObject({ code: 'version' })
  })
})
