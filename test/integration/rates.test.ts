import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatServerOptions } from '../../server/create-chat-server.ts'
import { askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { spawnServer } from '../support/spawn-server.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** How many of so many are served before the first `rate_limited`, and the wait that it tells. */
type Counted = { served: number; retryAfterMs: number }

async function logIn(url: string): Promise<string> {
  const { json } = await askLogin(url, `Ann ${ends.push(() => {})}`)
  return json.token
}

async function enter({ url, wsUrl }: { url: string; wsUrl: string }, token?: string): Promise<OpenedSocket> {
  const opened = await openSocket(wsUrl)
  ends.push(() => opened.socket.terminate())
  opened.send({ type: 'connect', ref: 1, token: token ?? (await logIn(url)), rooms: [{ room: 'lobby' }] })
  await opened.next(({ ref }) => ref === 1)
  return opened
}

/** Asks until it is refused. */
async function count(ask: (n: number) => Promise<{ code?: string; retryAfterMs?: number }>): Promise<Counted> {
  for (let served = 0; served < 500; served++) {
    const { code, retryAfterMs = 0 } = await ask(served)
    if (code === 'rate_limited') return { served, retryAfterMs }
  }
  throw new Error('it is never refused')
}

let refs = 1
const asking = (socket: OpenedSocket, request: (n: number) => object) => (n: number) => {
  const mine = ++refs
  socket.send({ ref: mine, ...request(n) })
  return socket.next(({ ref }) => ref === mine)
}

const logins = (url: string) => count(async n => (await askLogin(url, `Name ${n}`)).json.error ?? {})
const sends = (socket: OpenedSocket, text = 'x') =>
  count(asking(socket, n => ({ type: 'send_message', room: 'lobby', cid: `c${n}`, text })))
const requests = (socket: OpenedSocket) =>
  count(asking(socket, () => ({ type: 'typing', room: 'lobby', active: true })))
const sockets = ({ wsUrl }: StartedServer) =>
  count(async () => {
    const opened = await openSocket(wsUrl)
    ends.push(() => opened.socket.terminate())
    opened.send({ type: 'typing', ref: 1, room: 'lobby', active: true })
    const said = await opened.next(({ type, ref }) => type === 'disconnect' || ref === 1)
    return said.code === 4004 ? { code: 'rate_limited', retryAfterMs: said.retryAfterMs } : {}
  })

describe.each(['uws', 'ws'] as const)('a server with rates of its own, on %s', transport => {
  const start = async (options: ChatServerOptions) => {
    const server = await startServer({ transport, ...options })
    ends.push(() => server.close())
    return server
  }

  test('[LM121] logins of an address', async () => {
    const { url } = await start({ loginRate: '3:1/h' })
    expect(await logins(url)).toMatchObject({ served: 3, retryAfterMs: expect.closeTo(3_600_000, -5) })
  })

  test('[LM121] messages of a user, over all of their sockets', async () => {
    const server = await start({ sendRate: '5:1/min' })
    const token = await logIn(server.url)
    expect(await sends(await enter(server, token))).toMatchObject({
      served: 5,
      retryAfterMs: expect.closeTo(60_000, -4),
    })
    expect((await sends(await enter(server, token), 'again')).served).toBe(0)
    expect((await sends(await enter(server))).served).toBe(5)
  })

  test('[LM122] bytes of messages, of a user and of an address, over all of their sockets', async () => {
    const server = await start({ sendBytesRate: '10k:1/min,25k:1/min' })
    const token = await logIn(server.url)
    // 250 bytes more for each, and three for each of these
    expect((await sends(await enter(server, token), '中'.repeat(583))).served).toBe(5)
    expect((await sends(await enter(server, token), 'x'.repeat(2_000))).served).toBe(0)
    expect((await sends(await enter(server), 'x'.repeat(4_750 / 2))).served).toBe(3)
    expect((await sends(await enter(server), 'x'.repeat(2_000))).served).toBe(3)
  })

  test('[LM121] requests of a user, over all of their sockets, and of an address', async () => {
    const server = await start({ readRate: '20:1/min,50:1/min' })
    const token = await logIn(server.url)
    expect((await requests(await enter(server, token))).served).toBe(20)
    expect((await requests(await enter(server))).served).toBe(20)
    // a connect, of which no user is known yet, is one for its address, and two for its room
    expect((await requests(await enter(server))).served).toBe(1)
  })

  test('[LM121] requests of a socket', async () => {
    const server = await start({ requestRate: '7:1/min' })
    // the connect is one of them, and two for its room
    expect(await requests(await enter(server))).toMatchObject({ served: 4, retryAfterMs: expect.closeTo(60_000, -4) })
  })

  test('[LM121] new sockets of an address', async () => {
    expect(await sockets(await start({ connectRate: '4:1/min' }))).toMatchObject({ served: 4 })
  })

  test('[LM121] with --no-limits none of them counts', async () => {
    const tight = { loginRate: '1:1/h', connectRate: '1:1/h', requestRate: '1:1/h', sendRate: '1:1/h' }
    const server = await start({ ...tight, noLimits: true })
    const socket = await enter(server)
    await expect(sends(socket)).rejects.toThrow('never refused')
    await expect(logins(server.url)).rejects.toThrow('never refused')
  })

  test('[LM120] our own client waits as long as it is told and sends 400 messages of each of two rooms in order, on one socket', async () => {
    const server = await start({ sendRate: '20:150/s' })
    const client = createChatClient({ server: server.url, WebSocket, random: () => 0.5 })
    ends.push(() => client.close())
    await client.login('Ann')
    const rooms = ['one', 'two'].map(name => client.room(name))
    const seen: string[][] = rooms.map(() => [])
    rooms.forEach((room, at) => {
      room.on('message', ({ message }) => seen[at]?.push(message.text))
    })
    await Promise.all([client.connect(), ...rooms.map(room => room.join())])
    const states: string[] = []
    client.on('status', ({ status }) => states.push(status))
    const texts = Array.from({ length: 400 }, (_, n) => `message ${n}`)
    const drafts = rooms.flatMap(room => texts.map(text => room.send(text)))
    const settled = await Promise.all(drafts.map(({ settled }) => settled))
    expect(settled.filter(({ status }) => status !== 'sent')).toEqual([])
    await expect.poll(() => seen).toEqual([texts, texts])
    // it was never closed
    expect(states).toEqual([])
  })
})

test('[LM121] as flags, from the environment and from a file', async () => {
  const folder = temporaryFolder('rates')
  ends.push(() => folder.remove())
  const file = path.join(folder.path, 'chat.json')
  writeFileSync(file, JSON.stringify({ requestRate: '7:1/h' }))
  const args = ['--store', 'memory', '--send-rate', '2:1/h', '--config', file]
  const server = await spawnServer(args, { CHAT_LOGIN_RATE: '4:1/h' })
  ends.push(() => server.stop())
  const socket = await enter(server)
  expect((await sends(socket)).served).toBe(2)
  expect((await requests(socket)).served).toBe(1)
  expect((await logins(server.url)).served).toBe(3)
})
