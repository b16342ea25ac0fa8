import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { DEFAULT_HUB_RATES } from '../../server/app/hub-deps.ts'
import { askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { runBin, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ATTACKER = { 'X-Forwarded-For': '192.0.2.1' }
const HONEST = { 'X-Forwarded-For': '192.0.2.2' }
const USERS = 20
const SOCKETS = 200
const ROOMS = Array.from({ length: 8 }, (_, at) => `heavy-${at}`)
const MESSAGES = 60
const TEXTS = ['\u{1F600}'.repeat(4_000), `\u4e2d${'\u0001'.repeat(3_998)}.`]

/** A data folder with rooms whose messages have 16 kB and more on the wire. */
async function heavyData(): Promise<string> {
  const { path: data, remove } = temporaryFolder('heavy-readers')
  onTestFinished(remove)
  const lines = ROOMS.flatMap((room, at) =>
    Array.from({ length: MESSAGES }, (_, n) =>
      JSON.stringify({ room, id: `i${n}`, cid: `c${n}`, user: { id: 'w', name: 'W' }, text: TEXTS[at % 2], sentAt: n }),
    ),
  )
  const file = path.join(data, 'heavy.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  expect(await runBin(['import', file, '--data', data]).exited).toMatchObject({ code: 0 })
  return data
}

async function enter(server: SpawnedServer, name: string, headers: Record<string, string>): Promise<OpenedSocket> {
  const { json: login } = await askLogin(server.url, name, headers)
  const socket = await openSocket(server.wsUrl, { headers })
  socket.send({ type: 'connect', ref: 1, token: login.token })
  await socket.next(frame => frame.ref === 1)
  return socket
}

/** One that asks for all that it can get as soon as it has an answer, and counts bytes and refusals. */
function greedy(server: SpawnedServer, token: string, at: number, epochs: ReadonlyMap<string, string>) {
  const socket = new WebSocket(server.wsUrl, ['chat.v1'], { headers: ATTACKER })
  const seen = { bytes: 0, limited: 0, longest: 0 }
  const room = ROOMS[at % ROOMS.length] ?? ''
  let ref = 1
  const ask = () => {
    if (socket.readyState !== WebSocket.OPEN) return
    const position = at % 3 === 0 ? { epoch: epochs.get(room), seq: 10 } : {}
    const join = { type: 'join', ref: ++ref, room, ...position }
    socket.send(JSON.stringify([join, { type: 'history', ref: ++ref, room, before: MESSAGES }]))
  }
  socket.on('open', () => {
    const rooms = at % 3 === 1 ? ROOMS.map(name => ({ room: name })) : []
    socket.send(JSON.stringify({ type: 'connect', ref, token, rooms }))
    for (let n = 0; n < 5; n++) ask()
  })
  socket.on('message', (data: Buffer) => {
    seen.bytes += data.length
    seen.longest = Math.max(seen.longest, data.length)
    if (data.length < 2_000 && data.includes('rate_limited')) seen.limited++
    else ask()
  })
  socket.on('error', () => {})
  return { socket, seen }
}

test.each(['uws', 'ws'])(
  '[LM117] two hundred sockets of one address read what its rate gives; others talk, join and read: %s',
  { timeout: 120_000 },
  async transport => {
    const data = await heavyData()
    const server = await spawnServer(['--data', data, '--transport', transport, '--trusted-proxies', '127.0.0.1'])
    onTestFinished(() => void server.stop('SIGKILL'))
    const honest = await enter(server, 'Honest', HONEST)
    const epochs = new Map<string, string>()
    for (const [at, room] of ROOMS.entries()) {
      honest.send({ type: 'join', ref: 10 + at, room })
      const joined = await honest.next(frame => frame.ref === 10 + at)
      expect(joined).toMatchObject({ type: 'ok', seq: MESSAGES })
      epochs.set(room, joined.epoch)
    }
    const tokens: string[] = []
    for (let user = 0; user < USERS; user++) {
      tokens.push((await askLogin(server.url, `Greedy ${user}`, ATTACKER)).json.token)
    }
    const beganAt = Date.now()
    const attack = Array.from({ length: SOCKETS }, (_, at) => greedy(server, tokens[at % USERS] ?? '', at, epochs))
    const total = (of: 'bytes' | 'limited') => attack.reduce((sum, { seen }) => sum + seen[of], 0)
    for (let n = 0; n < 50; n++) {
      honest.send({ type: 'send_message', ref: 100 + n, room: 'heavy-0', cid: `h${n}`, text: 'hello' })
      const page = n % 10 === 0 ? [{ type: 'history', ref: 200 + n, room: 'heavy-1' }] : []
      for (const request of page) honest.send(request)
      expect(await honest.next(frame => frame.ref === 100 + n)).toMatchObject({ type: 'ok', seq: MESSAGES + 1 + n })
      for (const { ref } of page) expect(await honest.next(frame => frame.ref === ref)).toMatchObject({ type: 'ok' })
    }
    await expect.poll(() => total('limited'), { timeout: 60_000 }).toBeGreaterThan(SOCKETS)
    const seconds = (Date.now() - beganAt) / 1_000
    const { burst, perSecond } = DEFAULT_HUB_RATES.reads.address
    expect(total('bytes')).toBeGreaterThan(1_000_000)
    // what is on its way, and what is told of people, comes on top
    expect(total('bytes')).toBeLessThan(1.1 * (burst + perSecond * seconds))
    expect(Math.max(...attack.map(({ seen }) => seen.longest))).toBeLessThan(520_000)
    for (const { socket } of attack) socket.terminate()
    expect(honest.received.filter(({ type }) => type === 'error')).toEqual([])
    expect(await server.stop()).toMatchObject({ code: 0 })
  },
)
