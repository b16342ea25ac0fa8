import { describe, expect, test } from 'vitest'
import type { ChatClient, Room } from '../../../../sdk/client/types.ts'
import { ADA, BOB, harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const USERS: Record<string, object> = { Ada: ADA, Bob: BOB }

/** Answers logins and logouts when it is told to, in the order in which they came. */
function doors() {
  const open: (() => void)[] = []
  const asked: string[] = []
  const fetch = (async (url: unknown, init: RequestInit) => {
    const { username } = init.body ? JSON.parse(String(init.body)) : { username: undefined }
    asked.push(username ?? 'logout')
    await new Promise<void>(resolve => open.push(resolve))
    if (String(url).endsWith('/logout')) return new Response(null, { status: 204 })
    return Response.json({ token: `of ${username}`, user: USERS[username], expiresAt: 1 })
  }) as typeof globalThis.fetch
  const next = async () => {
    await settle()
    open.shift()?.()
    await settle()
  }
  return { fetch, asked, next }
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    error => error.code,
  )
const thrown = (call: () => unknown) => {
  try {
    call()
    return 'nothing'
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('calls work in the order in which they are written', () => {
  test('[CL90] login, join, send: joining connects', async () => {
    const { fetch, next } = doors()
    const { client, welcome } = harness({ token: undefined, fetch })
    const login = client.login('Ada')
    await next()
    await login
    const room = client.room('lobby')
    const join = room.join()
    const socket = await welcome([joined()])
    await join
    room.send('hi')
    expect(socket.said('send_message')).toMatchObject([{ text: 'hi' }])
  })

  test('[CL90] all at once, without waiting: what needs the login waits for it', async () => {
    const { fetch, next } = doors()
    const { client, welcome } = harness({ token: undefined, fetch })
    const room = client.room('lobby')
    const all = [client.login('Ada'), client.connect(), room.join()].map(codeOf)
    const draft = room.send('hi')
    await next()
    const socket = await welcome([joined()])
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done'])
    expect(socket.last('connect')).toMatchObject({ token: 'of Ada', rooms: [{ room: 'lobby' }] })
    expect(socket.last('send_message')).toMatchObject({ text: 'hi', cid: draft.cid })
  })

  test('[CL90] what is sent before the room is joined goes when it is, in order', async () => {
    for (const order of ['send first', 'join first']) {
      const { client, welcome } = harness()
      const room = client.room('lobby')
      if (order === 'join first') room.join()
      room.send('one')
      room.send('two')
      const connected = client.connect()
      if (order === 'send first') room.join()
      const socket = await welcome([joined()])
      await connected
      expect(
        socket.said('send_message').map(({ text }) => text),
        order,
      ).toEqual(['one', 'two'])
    }
  })

  test('[CL90] a room that was to be joined before the login is joined with it', async () => {
    const { fetch, next } = doors()
    const { client, welcome, sockets } = harness({ token: undefined, fetch })
    const room = client.room('lobby')
    // Nobody is logged in, and nobody is about to
    expect(await codeOf(room.join())).toBe('unauthorized')
    expect(sockets.all).toHaveLength(0)
    client.login('Ada')
    await next()
    await welcome([joined()])
    expect(room.state.status).toBe('joined')
  })

  test('[CL90] two logins: the second begins when the first has ended, and counts', async () => {
    const { fetch, asked, next } = doors()
    const { client } = harness({ token: undefined, fetch })
    const done = [client.login('Ada'), client.login('Bob')]
    await next()
    expect(asked).toEqual(['Ada', 'Bob'])
    await next()
    await Promise.all(done)
    expect(client.user).toEqual(BOB)
  })

  test('[CL90] a logout behind a login under way ends with nobody logged in', async () => {
    const { fetch, asked, next } = doors()
    const { client } = harness({ token: undefined, fetch })
    const done = [client.login('Ada'), client.logout()]
    await next()
    await next()
    await Promise.all(done)
    expect([asked, client.user]).toEqual([['Ada', 'logout'], undefined])
  })

  test('[CL90] a login that is refused holds up nothing', async () => {
    const { client } = harness({
      token: undefined,
      fetch: async () => Response.json({ error: { code: 'username_taken', message: 'Taken.' } }, { status: 409 }),
    })
    const all = [client.login('Ada'), client.connect(), client.room('lobby').join()]
    expect(await Promise.all(all.map(codeOf))).toEqual(['username_taken', 'unauthorized', 'unauthorized'])
    await client.logout()
  })

  test('[CL90] twice, joining, connecting, leaving and closing are once', async () => {
    const { client, welcome, sockets } = harness()
    const room = client.room('lobby')
    const all = [room.join(), client.connect(), room.join(), client.connect()]
    const socket = await welcome([joined()])
    await Promise.all(all)
    expect([sockets.all.length, socket.said('connect').length, socket.said('join').length]).toEqual([1, 1, 0])
    const left = [room.leave(), room.leave()]
    socket.ok('leave')
    await Promise.all(left)
    expect(socket.said('leave')).toHaveLength(1)
    await Promise.all([client.disconnect(), client.disconnect()])
    client.close()
    client.close()
  })

  test('[CL90] who waits to join is told when there will be no connection', async () => {
    const { client, welcome } = harness()
    const room = client.room('lobby')
    const gone = codeOf(room.join())
    await settle()
    await client.disconnect()
    expect(await gone).toBe('closed')
    const again = codeOf(room.join())
    await welcome([joined()])
    expect(await again).toBe('done')
  })
})

describe('what cannot work is refused at once', () => {
  const listen = (target: ChatClient | Room, name: string, listener: unknown = () => {}) =>
    thrown(() => (target.on as (name: unknown, listener: unknown) => unknown)(name, listener))

  test('[CL91] events that there are not, and what is no listener', () => {
    const { client } = harness()
    const room = client.room('lobby')
    for (const name of ['messages', 'Status', '', 'toString', 'constructor', '__proto__', 'page'])
      expect(listen(client, name), name).toBe('bad_request')
    for (const name of ['mesage', 'error', 'session', 'hasOwnProperty'])
      expect(listen(room, name), name).toBe('bad_request')
    for (const listener of [null, 7, 'listener', {}]) expect(listen(client, 'status', listener)).toBe('bad_request')
    expect(thrown(() => client.on('status', () => {}))).toBe('nothing')
  })

  test('[CL91] names that no room can have', () => {
    const { client } = harness()
    const names = ['', ' ', 'no spaces', '#lobby', '-lobby', 'a/b', 'ü', 'a'.repeat(65), undefined, null, 7, {}]
    for (const name of names)
      expect(
        thrown(() => client.room(name as string)),
        String(name),
      ).toBe('invalid_room')
    for (const name of ['a', 'a'.repeat(64), 'dm:x', '0.-_:']) expect(thrown(() => client.room(name))).toBe('nothing')
    expect(client.rooms().map(({ name }) => name)).toEqual(['a', 'a'.repeat(64), 'dm:x', '0.-_:'])
  })

  test('[CL91] what is no address of a server', () => {
    const servers = ['', ' ', 'chat', 'ftp://x', 'javascript:alert(1)', 'http://', undefined, null, 7]
    for (const server of servers)
      expect(
        thrown(() => harness({ server: server as string })),
        String(server),
      ).toBe('invalid_server')
  })

  test('[CL91] texts that are none', async () => {
    const { enter } = harness()
    const { room } = await enter()
    for (const text of [undefined, null, 7, {}, [], '', ' \n '])
      expect(
        thrown(() => room.send(text as string)),
        String(text),
      ).toBe('invalid_message')
  })

  test('[CL91] everything after close()', async () => {
    const { client, enter } = harness()
    const { room } = await enter()
    client.close()
    expect(thrown(() => client.room('lobby'))).toBe('closed')
    expect(thrown(() => room.send('late'))).toBe('closed')
    expect(thrown(() => room.on('message', () => {}))).toBe('closed')
    const calls = [client.login('Ada'), client.logout(), client.connect(), room.join(), room.history(), room.users()]
    expect(await Promise.all(calls.map(codeOf))).toEqual(calls.map(() => 'closed'))
    expect(await Promise.all([client.disconnect(), room.leave()].map(codeOf))).toEqual(['done', 'done'])
    room.setTyping(true)
    client.retryNow()
    expect(client.status.status).toBe('idle')
  })
})

test('[CL92] answers are what their types say: without type and ref of the frame', async () => {
  const { enter } = harness()
  const { room, socket } = await enter()
  const [page, users] = [room.history(), room.users()]
  socket.ok('history', { epoch: 'e1', messages: [message(1)], more: false })
  socket.ok('users', { users: [ADA], count: 1, version: 1 })
  expect(Object.keys(await page)).toEqual(['epoch', 'messages', 'more', 'seq', 'newer'])
  expect(Object.keys(await users)).toEqual(['users', 'count', 'version'])
})
