import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountRequests } from '../support/account-requests.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { BIN, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: ReturnType<typeof temporaryFolder>
const running: SpawnedServer[] = []

beforeEach(() => {
  folder = temporaryFolder('moderation')
  mkdirSync(folder.path, { recursive: true })
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop('SIGKILL')
  folder.remove()
})

async function start(...args: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(['--data', path.join(folder.path, 'data'), '--auth', 'guest,password', ...args])
  running.push(server)
  return server
}

let refs = 0
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
async function ask(socket: OpenedSocket, request: object): Promise<any> {
  const ref = ++refs
  socket.send({ ...request, ref })
  return socket.next(frame => frame.ref === ref)
}

async function guest({ url, wsUrl }: SpawnedServer, username: string, localAddress?: string) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/login`, { method: 'POST', headers, body: JSON.stringify({ username }) })
  const login = await response.json()
  if (!response.ok) return { login, socket: undefined as never, connected: undefined as never }
  const socket = await openSocket(wsUrl, { localAddress })
  const connected = await ask(socket, {
    type: 'connect',
    token: login.token,
    rooms: [{ room: 'lobby' }],
    accepts: ['held'],
  })
  return { login, socket, connected }
}

describe('order on a server', () => {
  test('[MD190] an owner whom the operator names keeps order in a room that nobody made, over restarts and crashes', async () => {
    const first = await start()
    const asked = accountRequests(first.url)
    const { user } = (await asked.register('Ann')).json as { user: { id: string } }
    await first.stop()

    const second = await start('--owners', user.id)
    const login = async ({ url }: SpawnedServer) =>
      (await accountRequests(url).login('Ann', 'correct horse battery staple')).json as { token: string }
    const owner = async (server: SpawnedServer) => {
      const socket = await openSocket(server.wsUrl)
      const rooms = [{ room: 'lobby' }]
      const connected = await ask(socket, {
        type: 'connect',
        token: (await login(server)).token,
        rooms,
        accepts: ['held'],
      })
      return { socket, connected }
    }
    const ann = await owner(second)
    expect(ann.connected.rooms).toMatchObject([{ role: 'owner', can: expect.arrayContaining(['moderate']) }])
    const bob = await guest(second, 'Bob', '127.0.0.7')
    const mute = { type: 'sanction', room: 'lobby', cid: 'm', user: bob.login.user.id, kind: 'mute', forMs: 3_600_000 }
    const { until } = await ask(ann.socket, { ...mute, reason: 'noise' })
    expect(await ask(bob.socket, { type: 'send_message', room: 'lobby', cid: '1', text: 'hi' })).toMatchObject({
      code: 'muted',
    })
    const again = await guest(second, 'Bobby', '127.0.0.7')
    const held = await ask(again.socket, { type: 'send_message', room: 'lobby', cid: '2', text: 'me again' })
    expect(held.held).toBeTypeOf('string')
    await second.stop('SIGKILL')

    const third = await start('--owners', user.id)
    const back = async (token: string, localAddress: string) => {
      const socket = await openSocket(third.wsUrl, { localAddress })
      return {
        socket,
        connected: await ask(socket, { type: 'connect', token, rooms: [{ room: 'lobby' }], accepts: ['held'] }),
      }
    }
    const muted = await back(bob.login.token, '127.0.0.7')
    expect(muted.connected.rooms[0].sanctions).toEqual([{ kind: 'mute', until, reason: 'noise' }])
    expect(await ask(muted.socket, { type: 'send_message', room: 'lobby', cid: '1', text: 'hi' })).toMatchObject({
      code: 'muted',
    })
    const waiting = await back(again.login.token, '127.0.0.7')
    expect(waiting.connected.rooms[0].held).toMatchObject([{ hold: held.held, text: 'me again' }])
    const keeper = await owner(third)
    await keeper.socket.next(({ type, held }) => type === 'queue' && held === 1)
    expect(await ask(keeper.socket, { type: 'resolve', room: 'lobby', hold: held.held, approve: true })).toMatchObject({
      type: 'ok',
    })
    await waiting.socket.next(({ type, text }) => type === 'new_message' && text === 'me again')
    const { entries } = await ask(keeper.socket, { type: 'audit', room: 'lobby' })
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['resolve', 'sanction'])
  })

  test('[MD191] a client of before that is banned from the server ends cleanly: 4502, and no way back in', async () => {
    const server = await start()
    const { user } = (await accountRequests(server.url).register('Ann')).json as { user: { id: string } }
    await server.stop()
    expect(spawnSync(process.execPath, [BIN, 'admin', user.id, '--data', path.join(folder.path, 'data')]).status).toBe(
      0,
    )
    const next = await start()
    const { token } = (await accountRequests(next.url).login('Ann', 'correct horse battery staple')).json as {
      token: string
    }
    const admin = await openSocket(next.wsUrl)
    await ask(admin, { type: 'connect', token, rooms: [{ room: 'lobby' }] })
    const { login } = await guest(next, 'Bob')
    const old = await openSocket(next.wsUrl)
    const one = { type: 'connect', ref: 1, token: login.token, rooms: [{ room: 'lobby' }] }
    old.send(one)
    await old.next(({ ref }) => ref === 1)
    const ban = {
      type: 'sanction',
      room: 'lobby',
      cid: 'b',
      user: login.user.id,
      kind: 'ban',
      forMs: 60_000,
      everywhere: true,
    }
    expect(await ask(admin, ban)).toMatchObject({ type: 'ok' })
    expect(await old.closed).toMatchObject({ code: 4502 })
    const retry = await openSocket(next.wsUrl)
    retry.send(one)
    expect(await retry.next(({ ref }) => ref === 1)).toMatchObject({ type: 'error', code: 'banned', retryable: false })
    expect(await retry.closed).toMatchObject({ code: 4502 })
  })

  test('[MD192] the operator’s filters hold in every room and for names; a wrong file ends the start in words', async () => {
    const file = path.join(folder.path, 'filters.json')
    writeFileSync(
      file,
      JSON.stringify({ words: [{ term: 'darn', action: 'block' }], links: { mode: 'none', action: 'hold' } }),
    )
    const server = await start('--filters', file)
    expect((await guest(server, 'Darn')).login).toMatchObject({ error: { code: 'invalid_username' } })
    expect((await accountRequests(server.url).register('dаrn')).json).toMatchObject({
      error: { code: 'invalid_username' },
    })
    const bob = await guest(server, 'Bob')
    expect(bob.connected.rooms[0].filters).toEqual([{ links: { mode: 'none', action: 'hold' } }])
    const say = (cid: string, text: string) => ask(bob.socket, { type: 'send_message', room: 'lobby', cid, text })
    expect(await say('1', 'DARN it')).toMatchObject({ code: 'blocked_by_rule', rule: 'words' })
    expect(await say('2', 'see example.com')).toMatchObject({ held: expect.any(String) })
    expect(await say('3', 'hello')).toMatchObject({ seq: 1 })
    for (const [text, words] of [
      ['{', 'is not JSON'],
      ['{"words":[{"term":"*","action":"block"}]}', 'words'],
    ] as const) {
      writeFileSync(file, text)
      const failed = await start('--filters', file).catch(error => String(error))
      expect(failed).toContain(words)
      expect(failed).not.toContain('    at ')
    }
    expect(await start('--filters', `${file}.none`).catch(error => String(error))).toContain('cannot be read')
  })
})
