import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '../../sdk/protocol/records.ts'
import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { decodeRequest } from '../../server/wire/decode.ts'
import { ask, askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const page = readFileSync(path.join(import.meta.dirname, '../../docs/PROTOCOL.md'), 'utf8')
const blocks = (language: string) => [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, of]) => of === language)
const REQUESTS = [
  ...['connect', 'join', 'leave', 'send_message', 'edit_message', 'delete_message', 'react', 'pin_message'],
  ...['history', 'changes', 'users', 'typing', 'disconnect'],
]

test('[FR18] every request that docs/PROTOCOL.md shows is taken by the server as it stands', () => {
  const lines = blocks('json').flatMap(([, , text]) => text?.split('\n') ?? [])
  const requests = lines
    .filter(line => line.startsWith('{"type":'))
    .map(line => JSON.parse(line) as ClientFrame)
    .filter(({ type, ...rest }) => REQUESTS.includes(type) && !('user' in rest))
  expect(new Set(requests.map(({ type }) => type)).size).toBeGreaterThan(5)
  for (const request of requests) expect(decodeRequest(request)).toEqual({ ok: true, request })
})

describe.each(TRANSPORTS.filter(({ runs }) => runs))('a raw program over $name', ({ name: transport }) => {
  let server: StartedServer
  beforeAll(async () => {
    server = await startServer({ transport, heartbeatMs: 1_000 })
  })
  afterAll(() => server.close())

  const login = async (name: string): Promise<string> => (await askLogin(server.url, name)).json.token

  async function connect(token: string, rooms: object[] = []) {
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connect', ref: 1, token, rooms })
    return { ...socket, connected: await socket.next(({ ref }) => ref === 1) }
  }

  function request(socket: OpenedSocket, ref: number, fields: object) {
    socket.send({ ref, ...fields })
    return socket.next(frame => frame.ref === ref)
  }

  test('[RM15] it logs in, joins, talks, pages, is cut, resumes without loss, and logs out', async () => {
    const [annToken, bobToken] = [await login(`Ann-${transport}`), await login(`Bob-${transport}`)]
    const room = `lobby-${transport}`
    const ann = await connect(annToken, [{ room }])
    expect(ann.connected).toMatchObject({ type: 'ok', protocol: 1, user: { name: `Ann-${transport}` } })
    const [first] = ann.connected.rooms
    expect(first).toMatchObject({ room, seq: 0, recovered: false, messages: [], more: false })

    const bob = await connect(bobToken)
    expect(await request(bob, 2, { type: 'join', room })).toMatchObject({ type: 'ok', presence: { count: 2 } })
    await ann.next(frame => frame.type === 'user_joined' && frame.count === 2)
    bob.send({ type: 'typing', room, active: true })
    await ann.next(frame => frame.type === 'typing' && frame.active)
    for (let i = 1; i <= 5; i++) {
      const reply = await request(bob, 10 + i, { type: 'send_message', room, cid: `b${i}`, text: `bob ${i}` })
      expect(reply).toMatchObject({ type: 'ok', seq: i, duplicate: false })
    }
    await ann.next(({ seq }) => seq === 5)
    await ann.next(frame => frame.type === 'head' && frame.rooms[room] === 5)
    const page = await request(ann, 2, { type: 'history', room, before: 5, limit: 2 })
    expect(page.messages.map(({ text }: { text: string }) => text)).toEqual(['bob 3', 'bob 4'])
    expect(page.more).toBe(true)

    // Her last message is on its way when the network fails.
    ann.send({ type: 'send_message', ref: 3, room, cid: 'ann-1', text: 'was I heard?' })
    await bob.next(({ cid }) => cid === 'ann-1')
    ann.socket.terminate()
    for (let i = 6; i <= 8; i++) {
      await request(bob, 10 + i, { type: 'send_message', room, cid: `b${i}`, text: `bob ${i}` })
    }
    const back = await connect(annToken, [{ room, epoch: first.epoch, seq: 5 }])
    const [resumed] = back.connected.rooms
    expect(resumed).toMatchObject({ recovered: true, seq: 9, epoch: first.epoch })
    expect(resumed.events.map(({ seq, cid }: { seq: number; cid: string }) => [seq, cid])).toEqual([
      [6, 'ann-1'],
      [7, 'b6'],
      [8, 'b7'],
      [9, 'b8'],
    ])
    const again = await request(back, 2, { type: 'send_message', room, cid: 'ann-1', text: 'was I heard?' })
    expect(again).toMatchObject({ type: 'ok', seq: 6, duplicate: true })
    expect(await request(back, 3, { type: 'users', room, limit: 1 })).toMatchObject({
      count: 2,
      next: expect.anything(),
    })
    expect(bob.received.some(({ type }) => type === 'user_left')).toBe(false)

    expect(await request(back, 4, { type: 'disconnect' })).toEqual({ type: 'ok', ref: 4 })
    expect((await back.closed).code).toBe(1000)
    await bob.next(frame => frame.type === 'user_left' && frame.users[0]?.name === `Ann-${transport}`)
    const headers = { Authorization: `Bearer ${bobToken}` }
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(204)
    expect((await bob.closed).code).toBe(4501)
    const late = await connect(bobToken)
    expect(late.connected).toMatchObject({ type: 'error', code: 'unauthorized' })
    expect((await late.closed).code).toBe(4501)
  })

  test('[FR2] binary, broken and huge frames are closed, and others are undisturbed', async () => {
    const watcher = await connect(await login(`Watcher-${transport}`), [{ room: 'calm' }])
    const close = async (data: string | Buffer) => {
      const socket = await openSocket(server.wsUrl)
      socket.socket.send(data)
      return (await socket.closed).code
    }
    expect(await close(Buffer.from('{}'))).toBe(4500)
    expect(await close('{"type":')).toBe(4500)
    expect([1009, 1006]).toContain(await close(`"${'x'.repeat(65_536)}"`))
    expect(await request(watcher, 2, { type: 'send_message', room: 'calm', cid: 'c', text: 'fine' })).toMatchObject({
      type: 'ok',
      seq: 1,
    })
    watcher.socket.close()
  })

  test('[FR18] the program of docs/PROTOCOL.md runs as it stands', async () => {
    const [, , program = ''] = blocks('js').at(-1) ?? []
    const folder = temporaryFolder('program')
    const file = path.join(folder.path, 'chat.mjs')
    writeFileSync(file, program)
    const room = `program-${transport}`
    const watcher = await connect(await login(`Reader-${transport}`), [{ room }])
    await request(watcher, 2, { type: 'send_message', room, cid: 'w', text: 'welcome' })
    const flags = 'WebSocket' in globalThis ? [] : ['--experimental-websocket', '--no-warnings']
    const args = [...flags, file, server.url, `Stranger-${transport}`, room, 'hello there']
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 })
    folder.remove()
    const seen = stdout.trim().split('\n')
    expect(seen).toEqual([`1 Reader-${transport}: welcome`, `2 Stranger-${transport}: hello there`])
    let ref = 2
    // a visit as short as this is told to nobody where the others would hear of both ends at once
    const present = async () =>
      (await request(watcher, ++ref, { type: 'users', room })).users.map((user: User) => user.name)
    await expect.poll(present, { timeout: 15_000 }).toEqual([`Reader-${transport}`])
    // The name is free again: the program has logged out.
    expect((await askLogin(server.url, `Stranger-${transport}`)).status).toBe(200)
    watcher.socket.close()
  })
})
