import { afterEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startTcpProxy, type TcpProxy } from '../../demo/chaos/tcp-proxy.mjs'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient } from '../../sdk/client/types.ts'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { Content } from '../../server/ports/room-log.ts'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { roomOf } from '../support/server-kit/directories.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

let server: StartedServer
let log: DurableLog
let proxy: TcpProxy | undefined
let client: ChatClient | undefined
afterEach(async () => {
  client?.close()
  await proxy?.close()
  proxy = undefined
  client = undefined
  await server.close()
})

async function begin(): Promise<void> {
  const store = await ROOM_LOGS[0]?.openStore()
  if (!store) throw new Error('no store')
  log = durableLog({ clock: systemClock }, store, 0)
  await log.directory.addRoom(roomOf('lobby', { kind: 'open' }))
  server = await startServer({ noLimits: true }, { roomLog: log })
}

let cids = 0
const write = (content: Content) =>
  log.append({ room: 'lobby', user: { id: 'a:host', name: 'Host' }, cid: `host${++cids}`, content })
const titled = (title: string) => write({ kind: 'room_changed', changes: { title } })
const joins = (name: string) => write({ kind: 'member_changed', member: { id: `a:${name}`, name }, role: 'moderator' })

test('[ST166] a client tells events of a room in their place, and goes on behind them, also where it missed them', async () => {
  await begin()
  proxy = await startTcpProxy(server.port)
  client = createChatClient({ server: proxy.url, WebSocket, random: () => 0.01 })
  await client.login('Ada')
  const room = client.room('lobby')
  const events: DurableEvent[] = []
  const pages: number[] = []
  room.on('event', ({ event }) => void events.push(event))
  room.on('page', ({ seq }) => void pages.push(seq))
  await Promise.all([client.connect(), room.join()])
  await titled('One')
  await joins('bob')
  await room.send('hello').settled
  await until('the events to come', () => events.length === 3)
  expect(events).toMatchObject([
    { type: 'room_changed', seq: 1, user: { id: 'a:host', name: 'Host' }, changes: { title: 'One' } },
    { type: 'member_changed', seq: 2, member: { id: 'a:bob', name: 'bob' }, role: 'moderator' },
    { type: 'new_message', seq: 3, text: 'hello' },
  ])
  proxy.cut()
  await titled('Two')
  await joins('cid')
  await until('what was missed to come', () => events.length === 5)
  expect(events.slice(3)).toMatchObject([
    { seq: 4, changes: { title: 'Two' } },
    { seq: 5, member: { id: 'a:cid' } },
  ])
  await room.send('again').settled
  await until('the last to come', () => events.length === 6)
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  // the first join brought the only page: nothing was thought to be missing
  expect(pages).toEqual([0])
  expect((await room.history()).messages.map(({ text }) => text)).toEqual(['hello', 'again'])
})

test('[ST166] a program that knows messages alone advances by seq past events of a room, live and after an absence', async () => {
  await begin()
  const { json } = await askLogin(server.url, 'Old')
  const enter = async (position?: object) => {
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connect', ref: 1, token: json.token, rooms: [{ room: 'lobby', ...position }] })
    const { rooms } = await socket.next(({ ref }) => ref === 1)
    return { ...socket, joined: rooms[0] }
  }
  const first = await enter()
  await titled('One')
  first.send({ type: 'send_message', ref: 2, room: 'lobby', cid: 'c1', text: 'hello' })
  expect(await first.next(({ ref }) => ref === 2)).toMatchObject({ type: 'ok', seq: 2 })
  await first.next(({ type }) => type === 'new_message')
  expect(first.received.filter(({ seq, ref }) => seq !== undefined && ref === undefined).map(({ seq }) => seq)).toEqual(
    [1, 2],
  )
  first.socket.close()
  await first.closed
  await joins('bob')
  await titled('Two')
  const second = await enter({ epoch: first.joined.epoch, seq: 2 })
  expect(second.joined).toMatchObject({ recovered: true, seq: 4 })
  expect(second.joined.events.map(({ seq }: { seq: number }) => seq)).toEqual([3, 4])
  // who joins anew sees messages alone, as of the head
  const third = await enter()
  expect(third.joined).toMatchObject({ recovered: false, seq: 4, more: false })
  expect(third.joined.messages.map(({ seq }: { seq: number }) => seq)).toEqual([2])
  for (const { socket } of [second, third]) socket.close()
})
