import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTcpProxy, type TcpProxy } from '../../demo/chaos/tcp-proxy.mjs'
import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, RoomEvents } from '../../sdk/client/types.ts'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { until } from '../support/server-kit/until.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

const MISSED = 10_000
const AT_ONCE = 100

let server: SpawnedServer | undefined
let proxy: TcpProxy | undefined
let client: ChatClient | undefined
afterEach(async () => {
  client?.close()
  await proxy?.close()
  await server?.stop()
})

async function talk({ url, wsUrl }: SpawnedServer): Promise<void> {
  const { json: login } = await askLogin(url, 'Talker')
  const talker = await openSocket(wsUrl)
  talker.send({ type: 'connect', ref: 1, token: login.token, rooms: [{ room: 'a' }] })
  await talker.next(frame => frame.ref === 1)
  for (let from = 0; from < MISSED; from += AT_ONCE) {
    const frames = Array.from({ length: AT_ONCE }, (_, i) => {
      const number = from + i
      return { type: 'send_message', ref: 10 + number, room: 'a', cid: `c${number}`, text: `message ${number}` }
    })
    talker.send(frames)
    await talker.next(frame => frame.ref === 9 + from + AT_ONCE)
  }
  talker.socket.close()
}

test('[RM17] who was away for 10,000 messages has the newest page after one round trip, and the rest on demand', async () => {
  server = await spawnServer(['--no-limits'])
  proxy = await startTcpProxy(server.port)
  const sockets: (WebSocket & { frames?: number })[] = []
  client = createChatClient({
    server: proxy.url,
    WebSocket: class extends WebSocket {
      constructor(url: string, protocol?: string | string[]) {
        super(url, protocol)
        const counted = Object.assign(this, { frames: 0 })
        this.on('message', () => counted.frames++)
        sockets.push(counted)
      }
    } as never,
  })
  const pages: (RoomEvents['page'] & { frames: number; bytes: number })[] = []
  const room = client.room('a')
  room.on('page', page => {
    const last = sockets.at(-1) as WebSocket & { frames: number; _socket: { bytesRead: number } }
    pages.push({ ...page, frames: last.frames, bytes: last._socket.bytesRead })
  })
  await client.login('Traveller')
  await Promise.all([client.connect(), room.join()])

  proxy.refuse()
  proxy.cut()
  await talk(server)
  proxy.accept()
  client.retryNow()
  await until('the page', () => pages.length === 2, 30_000)

  const page = pages[1]
  expect(page?.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => MISSED - 99 + i))
  expect(page).toMatchObject({ keep: true, more: true })
  // the reply to `connect` is the first thing that the new socket said
  expect(page?.frames).toBeLessThanOrEqual(1)
  const shown = JSON.stringify(page?.messages).length
  expect(page?.bytes).toBeLessThan(1.5 * shown)

  const seqs: number[] = []
  for (let before = MISSED - 99; before > 1; ) {
    const { messages } = await room.history({ before })
    seqs.unshift(...messages.map(({ seq }) => seq))
    before = messages[0]?.seq ?? 1
  }
  expect(seqs).toEqual(Array.from({ length: MISSED - 100 }, (_, i) => 1 + i))
  console.log(
    `back after ${MISSED} messages: ${page?.bytes} bytes for ${page?.messages.length} messages of ${shown} bytes`,
  )
})
