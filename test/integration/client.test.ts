import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { startTcpProxy, type TcpProxy } from '../../demo/chaos/tcp-proxy.mjs'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, ChatClientOptions, Room } from '../../sdk/client/types.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
const online = (client: ChatClient) => until(() => expect(client.status.status).toBe('online'))

describe.each(['uws', 'ws'] as const)('the client against the real server on %s', transport => {
  let server: StartedServer
  let proxy: TcpProxy
  const clients: ChatClient[] = []

  beforeEach(async () => {
    server = await startServer({ transport, noLimits: true })
    proxy = await startTcpProxy(server.port)
  })

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close()
    await proxy.close()
    await server.close()
  })

  function create(options: Partial<ChatClientOptions> = {}): ChatClient {
    // a wait of 0 to 20 s would only make the tests slow
    const client = createChatClient({ server: proxy.url, WebSocket, random: () => 0.01, ...options })
    clients.push(client)
    return client
  }

  async function enter(name: string, options: Partial<ChatClientOptions> = {}) {
    const client = create(options)
    await client.login(name)
    const room = client.room('lobby')
    const shown = show(room)
    await Promise.all([client.connect(), room.join()])
    return { client, room, shown }
  }

  /** What a reader of the room sees: page, then messages. */
  function show(room: Room): string[] {
    const shown: string[] = []
    room.on('page', ({ messages, keep }) => {
      if (!keep) shown.length = 0
      shown.push(...messages.map(({ text }) => text))
    })
    room.on('message', ({ message }) => shown.push(message.text))
    return shown
  }

  const send = (room: Room, ...texts: string[]) => Promise.all(texts.map(text => room.send(text).settled))
  const names = (room: Room) => room.members.users.map(({ name }) => name).sort()

  test('[CL18] two clients see each other come, type, talk and leave', async () => {
    const ada = await enter('Ada')
    const bob = await enter('Bob', { server: server.url })
    await until(() =>
      expect([names(ada.room), names(bob.room)]).toEqual([
        ['Ada', 'Bob'],
        ['Ada', 'Bob'],
      ]),
    )
    bob.room.setTyping(true)
    await until(() => expect(ada.room.typing.map(({ name }) => name)).toEqual(['Bob']))
    await send(bob.room, 'one', 'two')
    await send(ada.room, 'three')
    await until(() =>
      expect([ada.shown, bob.shown]).toEqual([
        ['one', 'two', 'three'],
        ['one', 'two', 'three'],
      ]),
    )
    expect(ada.room.typing).toEqual([])
    await bob.client.disconnect()
    await until(() => expect(names(ada.room)).toEqual(['Ada']))
    expect((await ada.room.history()).messages.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    expect((await ada.room.users()).users.map(({ name }) => name)).toEqual(['Ada'])
  })

  test('[CL18] cuts in the middle of traffic lose nothing and show nothing twice', async () => {
    const ada = await enter('Ada')
    const bob = await enter('Bob', { server: server.url })
    const texts: string[] = []
    const settled: Promise<unknown>[] = []
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 5; i++) {
        texts.push(`a${round}.${i}`, `b${round}.${i}`)
        settled.push(send(ada.room, `a${round}.${i}`), send(bob.room, `b${round}.${i}`))
      }
      if (round % 2 === 0) await until(() => expect(ada.shown.length + round).toBeGreaterThan(round))
      proxy.cut()
      await until(() => expect(ada.client.status.status).not.toBe('online'))
      ada.client.retryNow()
      if (round % 2 === 1) await online(ada.client)
    }
    expect((await Promise.all(settled)).flat()).toMatchObject(texts.map(() => ({ status: 'sent' })))
    await until(() => expect(ada.shown).toHaveLength(texts.length))
    await until(() => expect(bob.shown).toEqual(ada.shown))
    expect([...ada.shown].sort()).toEqual([...texts].sort())
    for (const who of ['a', 'b'])
      expect(ada.shown.filter(text => text.startsWith(who))).toEqual(texts.filter(text => text.startsWith(who)))
  })

  test('[CL18] what is sent offline goes when the connection is back', async () => {
    const ada = await enter('Ada')
    const bob = await enter('Bob', { server: server.url })
    proxy.refuse()
    proxy.cut()
    await until(() => expect(ada.client.status.status).toBe('waiting'))
    const settled = send(ada.room, 'one', 'two', 'three')
    await send(bob.room, 'meanwhile')
    expect(ada.room.drafts).toHaveLength(3)
    proxy.accept()
    ada.client.retryNow()
    expect(await settled).toMatchObject([{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }])
    await until(() => expect(ada.shown).toEqual(['meanwhile', 'one', 'two', 'three']))
    await until(() => expect(bob.shown).toEqual(ada.shown))
  })

  test('[CL240] [CL243] a released room is left at once, and opened again in the middle of its traffic it misses nothing', async () => {
    const ada = await enter('Ada')
    const bob = await enter('Bob', { server: server.url })
    await until(() => expect(names(bob.room)).toEqual(['Ada', 'Bob']))
    await ada.client.release('lobby')
    await until(() => expect(names(bob.room)).toEqual(['Bob']))
    const texts: string[] = []
    const sent: Promise<unknown>[] = []
    let last = ada.shown
    for (let round = 0; round < 20; round++) {
      bob.room.setTyping(true)
      texts.push(`${round}.0`, `${round}.1`)
      sent.push(send(bob.room, `${round}.0`, `${round}.1`))
      const room = ada.client.room('lobby')
      last = show(room)
      const join = room.join().catch(() => {})
      if (round % 2) await join
      if (round < 19) void ada.client.release('lobby')
      else await join
    }
    await Promise.all(sent)
    await until(() => expect(last).toEqual(texts))
    await until(() => expect(names(bob.room)).toEqual(['Ada', 'Bob']))
    expect([ada.client.rooms().length, ada.shown, ada.client.room('lobby').state.status]).toEqual([1, [], 'joined'])
  })

  test('[CN11] a network that goes dead without a word is noticed', async () => {
    await server.close()
    server = await startServer({ transport, noLimits: true, heartbeatMs: 1_000 })
    proxy.retarget(server.port)
    const ada = await enter('Ada')
    proxy.freeze()
    await until(() => expect(ada.client.status.status).not.toBe('online'))
    proxy.cut()
    proxy.resume()
    ada.client.retryNow()
    await online(ada.client)
    await send(ada.room, 'back')
    await until(() => expect(ada.shown).toEqual(['back']))
  })

  test('[CL18] after a restart that forgot the session, a new login goes on in the same room', async () => {
    const ada = await enter('Ada')
    await send(ada.room, 'before')
    await server.close()
    server = await startServer({ transport, noLimits: true })
    proxy.retarget(server.port)
    await until(() => expect(ada.client.status).toMatchObject({ status: 'closed', error: { code: 'unauthorized' } }))
    await ada.client.login('Ada')
    await ada.client.connect()
    await send(ada.room, 'after')
    await until(() => expect(ada.shown).toEqual(['after']))
  })

  test('[CN6] a logout elsewhere ends the session here', async () => {
    const ada = await enter('Ada')
    const { token } = await create().login('Bob')
    const tabs = [create({ token }), create({ token })]
    await Promise.all(tabs.map(tab => tab.connect()))
    const sessions: unknown[] = []
    tabs[0]?.on('session', session => sessions.push(session))
    await tabs[1]?.logout()
    await until(() => expect(tabs[0]?.status).toMatchObject({ status: 'closed', error: { code: 'unauthorized' } }))
    expect(sessions).toEqual([undefined])
    await online(ada.client)
  })

  test('[CL15] a name that is taken, an origin that is not served, and refusals of rooms are told', async () => {
    await enter('Ada')
    await expect(create().login('ada')).rejects.toMatchObject({ code: 'username_taken' })
    await expect(create().login('\u200b')).rejects.toMatchObject({ code: 'invalid_username' })
    const bob = await enter('Bob')
    await expect(bob.client.room('dm:x').join()).rejects.toMatchObject({ code: 'not_found' })
    const foreign = class extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols, { headers: { origin: 'https://shop.example' } })
      }
    }
    const away = create({ token: 'x', WebSocket: foreign })
    await expect(away.connect()).rejects.toMatchObject({ code: 'origin_refused' })
  })

  test('[CN3] a server that stops tells its clients, who come back to the next one', async () => {
    const ada = await enter('Ada')
    const closing = server.close()
    await until(() => expect(ada.client.status).toMatchObject({ status: 'waiting', resuming: true }))
    await closing
    server = await startServer({ transport, noLimits: true })
    proxy.retarget(server.port)
    await until(() => expect(ada.client.status).toMatchObject({ status: 'closed', error: { code: 'unauthorized' } }))
  })
})
