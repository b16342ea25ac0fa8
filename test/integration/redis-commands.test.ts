import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Message } from '../../sdk/protocol/records.ts'
import { accountRequests, PASSWORD } from '../support/account-requests.ts'
import { sorted } from '../support/redis/moved-chat.ts'
import { RedisServer, redisIsThere } from '../support/redis/redis-server.ts'
import { runBin, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

const run = (...args: string[]) => runBin(args).exited
const linesIn = (text: string) => text.split('\n').filter(line => line !== '')
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'chat-moved-'))
  ends.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function fileOf(text: string): string {
  const file = path.join(folder(), 'lines')
  writeFileSync(file, text)
  return file
}

async function start(...args: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(['--transport', 'ws', '--no-limits', '--auth', 'guest,password', ...args])
  ends.push(() => server.stop('SIGKILL'))
  return server
}

/** What somebody sees who logs in with their password. */
async function seenBy(server: SpawnedServer, name: string, rooms: string[]) {
  const requests = accountRequests(server.url)
  const { token, user } = (await requests.login(name, PASSWORD)).json
  const socket = await requests.connect(token, rooms)
  ends.push(() => socket.socket.terminate())
  const histories: Message[][] = []
  for (const room of rooms) histories.push((await socket.request({ type: 'history', room })).messages)
  const { rooms: all } = await socket.request({ type: 'rooms' })
  // who is there now is of no store
  const listed = all.map((room: object) => ({ ...room, count: undefined }))
  const { messages: found } = await socket.request({ type: 'search', room: 'lobby', query: 'needle' })
  const { users: blocked } = await socket.request({ type: 'blocks' })
  const joined = socket.connected.rooms.map(({ room, seq, role, unread, readUpTo, info }: Record<string, unknown>) => ({
    room,
    seq,
    role,
    unread,
    readUpTo,
    info,
  }))
  return { socket, sees: { user, joined, histories, listed, found, blocked } }
}

const OPEN_LINE = '{"room":"lobby","id":"i","cid":"a","user":{"id":"u","name":"n"},"text":"t","sentAt":1}'

describe.skipIf(!redisIsThere())('an operator of Redis', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await RedisServer.start()
  })
  beforeEach(() => {
    redis.cli('FLUSHALL')
  })
  afterAll(() => redis.remove())
  const at = () => ['--redis', redis.url]

  /** A chat of one node with everything in it, stopped. */
  async function chat() {
    const data = folder()
    const server = await start('--data', data)
    const requests = accountRequests(server.url)
    const [ann, bob, eve] = await Promise.all(
      ['Ann', 'Bob', 'Eve'].map(async name => (await requests.register(name)).json),
    )
    const [anns, bobs, eves] = await Promise.all([ann, bob, eve].map(({ token }) => requests.connect(token, ['lobby'])))
    if (!anns || !bobs || !eves) throw new Error('Nobody is there.')
    let cids = 0
    const act = async (who: typeof anns, request: object) => {
      const answer = await who.request({ cid: `cid-${++cids}`, room: 'lobby', ...request })
      if (answer.type !== 'ok') throw new Error(JSON.stringify([request, answer]))
      return answer
    }
    const say = (who: typeof anns, text: string, more: object = {}) => act(who, { type: 'send_message', text, ...more })
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push((await say(n % 2 ? bobs : anns, n === 3 ? 'a needle here' : `text ${n}`)).id)
    await act(anns, { type: 'edit_message', messageId: ids[0], text: 'edited' })
    await act(anns, { type: 'delete_message', messageId: ids[2] })
    for (const who of [anns, bobs, eves]) await act(who, { type: 'react', messageId: ids[4], emoji: '👍', on: true })
    await say(bobs, 'an answer', { replyTo: ids[0] })
    const { room: us } = await act(anns, { type: 'create_room', room: undefined, kind: 'members', title: 'Us' })
    await act(anns, { type: 'join', room: us, cid: undefined })
    const first = await say(anns, 'only us', { room: us })
    await act(anns, { type: 'pin_message', room: us, messageId: first.id, on: true })
    await act(anns, { type: 'invite', room: us, user: bob.user.id, cid: undefined })
    await act(bobs, { type: 'accept', room: us, on: true })
    const { room: direct } = await act(anns, {
      type: 'open_direct',
      user: bob.user.id,
      room: undefined,
      cid: undefined,
    })
    await act(anns, { type: 'join', room: direct, cid: undefined })
    await say(anns, 'between us', { room: direct })
    await act(bobs, { type: 'mark_read', room: 'lobby', upTo: 5, cid: undefined })
    await act(bobs, { type: 'block', user: eve.user.id, on: true, room: undefined, cid: undefined })
    for (const { socket } of [anns, bobs, eves]) socket.terminate()
    const rooms = ['lobby', us, direct]
    const [{ sees: anne }, { sees: bobe }] = [await seenBy(server, 'Ann', rooms), await seenBy(server, 'Bob', rooms)]
    expect(bobe.found).toHaveLength(1)
    await server.stop()
    return { data, rooms, ann: anne, bob: bobe }
  }

  test('[RE198] a chat moves from one node to many and back: people log in with their passwords, and all is as it was', async () => {
    const { data, rooms, ann, bob } = await chat()
    const exported = await run('export', '--all', '--accounts', '--data', data)
    expect(exported).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/hashes of passwords: who has it can try/),
    })
    expect(exported.stderr).toMatch(/direct room/)
    expect((await run('export', '--all', '--data', data)).stdout).not.toContain('"password"')
    const file = fileOf(exported.stdout)
    expect(await run('import', file, ...at())).toMatchObject({ code: 0, stderr: '' })
    const there = await run('export', '--all', '--accounts', ...at())
    expect(sorted(linesIn(there.stdout))).toEqual(sorted(linesIn(exported.stdout)))
    expect(await run('check', ...at())).toMatchObject({ code: 0 })
    expect((await run('import', file, ...at())).stdout).toMatch(/^Added 0 messages; \d+ were there already\.\n$/)
    expect((await run('export', '--all', '--accounts', ...at())).stdout).toBe(there.stdout)

    const nodes = await Promise.all([start(...at(), '--node', 'one'), start(...at(), '--node', 'two')])
    for (const node of nodes) {
      expect((await seenBy(node, 'Ann', rooms)).sees).toEqual(ann)
      expect((await seenBy(node, 'Bob', rooms)).sees).toEqual(bob)
    }
    for (const node of nodes) await node.stop()
    const back = await run('export', '--all', '--accounts', ...at())
    const home = folder()
    expect(await run('import', fileOf(back.stdout), '--data', home)).toMatchObject({ code: 0, stderr: '' })
    const single = await start('--data', home)
    expect((await seenBy(single, 'Ann', rooms)).sees).toEqual(ann)
    expect((await seenBy(single, 'Bob', rooms)).sees).toEqual(bob)
    await single.stop()
    expect(await run('check', '--data', home)).toMatchObject({ code: 0 })
  })

  test('[RE199] nodes run while lines come, and whoever is in the room begins anew', async () => {
    const node = await start(...at())
    const { token } = (await accountRequests(node.url).login('Reader')).json
    const reader = await accountRequests(node.url).connect(token, ['lobby'])
    ends.push(() => reader.socket.terminate())
    const lines = Array.from({ length: 600 }, (_, n) =>
      JSON.stringify({ ...JSON.parse(OPEN_LINE), seq: n + 1, id: `i${n}`, cid: `c${n}`, text: `text ${n}` }),
    )
    expect(await run('import', fileOf(lines.join('\n')), ...at())).toMatchObject({
      code: 0,
      stdout: 'Added 600 messages.\n',
    })
    await vi.waitFor(() => expect(reader.received.some(({ type }) => type === 'resync')).toBe(true), 11_000)
    const joined = await reader.request({ type: 'join', room: 'lobby' })
    expect(joined).toMatchObject({ seq: 600 })
    const { messages } = await reader.request({ type: 'history', room: 'lobby' })
    expect(messages.at(-1)).toMatchObject({ seq: 600, text: 'text 599' })
  })

  test.each([
    '{"room":"lobby"}',
    'no json',
    '[]',
    OPEN_LINE.replace('lobby', 'dm:x'),
    OPEN_LINE.replace('"t"', '" "'),
    OPEN_LINE.replace('"a"', '"c c"'),
    '{"type":"room","room":"no room","kind":"open","slowMs":0,"write":"guest","locked":false,"createdBy":"a:x","createdAt":1}',
    '{"type":"membership","room":"lobby","user":"two words","role":"member","since":1}',
    '{"type":"invitation","room":"nowhere","user":"a:1","by":"a:2","at":1}',
    '{"type":"position","room":"lobby","user":"a:1","epoch":"e","seq":-1}',
    '{"type":"sanction","room":"lobby","user":"a:1","kind":"watch","by":"a:2","at":1}',
    '{"type":"account","id":"g:1","name":"x","keys":["x"],"role":"user","createdAt":1,"seenAt":1,"notBefore":0,"guestIds":[]}',
    '{"type":"account","id":"a:1","name":"x","keys":[],"role":"king","createdAt":1,"seenAt":1,"notBefore":0,"guestIds":[]}',
    '{"type":"removed","id":"two words"}',
    '{"type":"shape"}',
  ])('[RE200] the line %s is refused as in a data folder, and what stands before it is added', async line => {
    const file = fileOf(`\n${OPEN_LINE}\n\n${line}\n${OPEN_LINE}\n`)
    const [sqlite, there] = [await run('import', file, '--data', folder()), await run('import', file, ...at())]
    expect([sqlite.code, there.code, there.stdout]).toEqual([1, 1, ''])
    expect(sqlite.stderr).toMatch(/^Line 4 (is no event|cannot be taken): [^\n]* Nothing was added\.\n$/)
    const [counted, said] = there.stderr.split(/(?<=\n)/)
    expect(counted).toMatch(/^Added 1 messages and 0 entries before it ended/)
    expect(said).toBe(sqlite.stderr.replace('Nothing was added.', 'What stands before it is added.'))
    expect((await run('check', ...at())).stdout).toBe('No faults in 1 rooms with 1 messages.\n')
  })

  test('[RE201] `rooms`, `check` and `backup` of Redis need no folder, and `rooms rename` no node', async () => {
    const { data, rooms } = await chat()
    const file = fileOf((await run('export', '--all', '--accounts', '--data', data)).stdout)
    const nowhere = path.join(folder(), 'none')
    const here = [...at(), '--data', nowhere]
    expect(await run('import', file, ...here)).toMatchObject({ code: 0 })
    const [one, other] = [await run('rooms', '--data', data), await run('rooms', ...here)]
    const without = (text: string) => linesIn(text).map(line => ({ ...JSON.parse(line), bytes: undefined }))
    expect(without(other.stdout)).toEqual(without(one.stdout))
    expect(linesIn(other.stdout).every(line => JSON.parse(line).bytes > 0)).toBe(true)
    expect(await run('check', ...here)).toMatchObject({
      code: 0,
      stdout: /^No faults in 3 rooms with 15 messages\.\n$/,
    })
    redis.cli('HINCRBY', 'chat:{d}:n', 'accounts', '1')
    expect(await run('check', ...here)).toMatchObject({ code: 1, stdout: /There are 3 accounts, and 4 were counted\./ })
    redis.cli('HINCRBY', 'chat:{d}:n', 'accounts', '-1')
    expect(await run('backup', 'x', ...here)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: /^A chat in Redis[^\n]*BGSAVE[^\n]*\.\n$/,
    })
    const renamed = ['rooms', 'rename', 'lobby', 'hall', ...here]
    const node = await start(...at())
    expect(await run(...renamed)).toMatchObject({ code: 1, stderr: 'A node runs. Stop all of them first.\n' })
    await node.stop()
    expect(await run(...renamed)).toMatchObject({ code: 0, stdout: 'The room lobby is called hall now.\n' })
    expect(await run('check', ...here)).toMatchObject({ code: 0 })
    const again = await start(...at())
    const { sees } = await seenBy(again, 'Bob', ['hall', ...rooms.slice(1)])
    expect(sees.histories[0]?.map(({ seq }) => seq)).toEqual([...Array(12).keys(), 17].map(n => n + 1))
    expect(sees.joined[0]).toMatchObject({ seq: 18 })
    expect(existsSync(nowhere)).toBe(false)
    const wrong = await run('check', '--redis', 'redis://127.0.0.1:1')
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Nothing listens at [^\n]*\n$/) })
  })

  test('[RE204] `admin` works while nodes run: whoever gets another role connects again, and has it', async () => {
    const nodes = await Promise.all([start(...at(), '--node', 'one'), start(...at(), '--node', 'two')])
    const [one, two] = nodes.map(({ url }) => accountRequests(url))
    if (!one || !two) throw new Error('There are two nodes.')
    const { token, user } = (await one.register('Ann')).json
    const open = async () => {
      const both = await Promise.all([one.connect(token, ['lobby']), two.connect(token, ['lobby'])])
      for (const { socket } of both) ends.push(() => socket.terminate())
      return both
    }
    const rolesOf = (all: Awaited<ReturnType<typeof open>>) => all.map(({ connected }) => connected.rooms[0].role)
    for (const [words, role] of [
      [['admin', user.id], 'admin'],
      [['admin', user.id, '--revoke'], 'user'],
    ] as const) {
      const before = await open()
      expect(await run(...words, ...at())).toMatchObject({
        code: 0,
        stdout: /^a:\S+ \(Ann\) is (an|no) admin of the server now/,
      })
      const closed = await Promise.all(before.map(each => each.closed))
      expect(closed.map(({ code }) => code)).toEqual([4001, 4001])
      expect(rolesOf(await open())).toEqual([role, role])
      expect(await run(...words, ...at())).toMatchObject({ code: 0, stdout: /already\.\n$/ })
    }
    expect(await run('admin', 'a:none', ...at())).toMatchObject({ code: 1, stderr: 'There is no account a:none.\n' })
    expect(await run('admin', 'Ann', ...at())).toMatchObject({ code: 1, stderr: /^Ann is the id of no account/ })
  })

  test('[RE202] a room on Redis keeps 100,000 messages, unless the options say otherwise', async () => {
    const most = 100_000
    const line = (n: number) =>
      JSON.stringify({ ...JSON.parse(OPEN_LINE), seq: n, id: `i${n}`, cid: `c${n}`, text: `text ${n}` })
    const lines = Array.from({ length: most + 150 }, (_, n) => line(n + 1))
    expect(await run('import', fileOf(lines.join('\n')), ...at())).toMatchObject({ code: 0 })
    await start(...at())
    const count = async () => JSON.parse((await run('rooms', ...at())).stdout).messages
    await vi.waitFor(async () => expect(await count()).toBe(most), { timeout: 90_000, interval: 2_000 })
    expect(await run('check', ...at())).toMatchObject({ code: 0 })
    const { stdout } = await run('export', '--room', 'lobby', ...at())
    expect(JSON.parse(linesIn(stdout)[0] ?? '')).toMatchObject({ seq: 151 })
  }, 180_000)
})
