import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Message } from '../../sdk/protocol/records.ts'
import { DATABASE } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import type { Content } from '../../server/ports/room-log.ts'
import { accountRequests } from '../support/account-requests.ts'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { accountOf, roomOf, sanctionOf } from '../support/server-kit/directories.ts'
import { inlineStore } from '../support/server-kit/inline-store.ts'
import { durableLog, storeOptions, taken } from '../support/server-kit/room-logs.ts'
import { MOUNTS, smallDisk } from '../support/small-disk.ts'
import { BIN, runBin, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { VirtualClock } from '../support/virtual-clock.ts'
import { contentOf } from '../torture/inspect.ts'

const sqlite = await loadSqlite()
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'chat-command-'))
  ends.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function start(data: string, ...more: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(['--data', data, '--transport', 'ws', '--no-limits', ...more])
  ends.push(() => server.stop('SIGKILL'))
  return server
}

async function enter(server: SpawnedServer, token: string) {
  const socket = await openSocket(server.wsUrl)
  ends.push(() => socket.socket.terminate())
  socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }, { room: 'other' }] })
  const { rooms } = await socket.next(({ ref }) => ref === 1)
  let ref = 1
  const send = (cid: string, room = 'lobby') => {
    const mine = ++ref
    socket.send({ type: 'send_message', ref: mine, room, cid, text: `text of ${cid}` })
    return socket.next(reply => reply.ref === mine)
  }
  const ask = (request: object) => {
    const mine = ++ref
    socket.send({ ...request, ref: mine })
    return socket.next(reply => reply.ref === mine)
  }
  return { rooms, send, ask }
}

const login = async (server: SpawnedServer, name = 'Ada') => (await askLogin(server.url, name)).json.token as string
const run = (...args: string[]) => runBin(args).exited
const lobbyOf = async (server: SpawnedServer, token: string) =>
  (await contentOf(server.wsUrl, token, ['lobby', 'other'])).get('lobby')!

/** A folder whose lobby has so many messages. */
async function used(count = 5, signal: NodeJS.Signals = 'SIGTERM') {
  const data = folder()
  const server = await start(data)
  const token = await login(server)
  const { send, rooms } = await enter(server, token)
  for (let n = 1; n <= count; n++) await send(`c${n}`)
  await send('o1', 'other')
  const lobby = await lobbyOf(server, token)
  await server.stop(signal)
  return { data, token, lobby, other: rooms[1].epoch as string }
}

/** A folder with all that is known of rooms and people, and what `export --all` prints of it. */
async function filledWithRooms(data: string) {
  const log = durableLog({ clock: new VirtualClock() }, await inlineStore(storeOptions({ folder: data })))
  const { directory } = log
  for (const name of ['ann', 'bob', 'cid']) await directory.addAccount(accountOf(name))
  await directory.addRoom(roomOf('lobby', { title: 'L', topic: 'ünique', slowMs: 5 }), [
    { user: 'a:ann', role: 'owner' },
  ])
  await directory.addRoom(roomOf('priv:1', { kind: 'members' }), [{ user: 'a:bob', role: 'owner' }])
  const pair = { kind: 'direct', pair: ['a:ann', 'a:bob'] } as const
  await directory.addRoom(roomOf('dm:1', pair), [
    { user: 'a:ann', role: 'member' },
    { user: 'a:bob', role: 'member' },
  ])
  await directory.invite({ room: 'priv:1', user: 'a:cid', by: 'a:bob', at: 3 })
  await directory.block('a:cid', 'a:bob', true)
  await directory.block('a:cid', 'a:ann', true)
  await directory.addSanction(sanctionOf('g:loud', { room: 'lobby', reason: 'Noise' }))
  let cids = 0
  const write = async (room: string, content: Content) =>
    taken(await log.append({ room, user: { id: 'a:ann', name: 'Ann' }, cid: `c${++cids}`, content }))
  await write('lobby', { kind: 'room_changed', changes: { title: 'The Lobby', topic: '' } })
  await write('lobby', { kind: 'member_changed', member: { id: 'a:bob', name: 'Bob' }, role: 'member' })
  const ids: string[] = []
  for (const text of ['one', 'two', 'three']) ids.push((await write('lobby', { kind: 'new_message', text })).id)
  for (const messageId of [ids[2], ids[0]])
    await write('lobby', { kind: 'message_pinned', messageId: messageId ?? '', on: true, most: 9 })
  await write('dm:1', { kind: 'new_message', text: 'between us' })
  const { epoch } = await log.head('lobby')
  await directory.keepPositions([{ user: 'a:bob', room: 'lobby', epoch, seq: 4 }])
  await log.close()
  return run('export', '--all', '--data', data)
}

describe('epochs, logins and cids over restarts', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('[ST29] after %s a cid is known, and the epoch stays', async signal => {
    const { data, token, lobby } = await used(3, signal)
    const server = await start(data)
    const { send, rooms } = await enter(server, token)
    expect(rooms[0]).toMatchObject({ epoch: lobby.epoch, seq: 3 })
    expect(await send('c2')).toMatchObject({ seq: 2, id: lobby.messages[1]!.id, duplicate: true })
    expect(await send('c4')).toMatchObject({ seq: 4, duplicate: false })
  })

  test('[SE10] a logout outlives a crash', async () => {
    const data = folder()
    let server = await start(data)
    const [gone, stays] = [await login(server, 'Gone'), await login(server, 'Stays')]
    const headers = { authorization: `Bearer ${gone}` }
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(204)
    await server.stop('SIGKILL')
    server = await start(data)
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(401)
    await enter(server, stays)
    expect((await askLogin(server.url, 'stays')).json.error.code).toBe('username_taken')
  })

  test('[ST9] a clean restart keeps the epoch at --durability process, an unclean one begins another', async () => {
    const data = folder()
    let server = await start(data, '--durability', 'process')
    const token = await login(server)
    await (await enter(server, token)).send('c1')
    const epochs = [(await lobbyOf(server, token)).epoch]
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
      await server.stop(signal)
      server = await start(data, '--durability', 'process')
      epochs.push((await lobbyOf(server, token)).epoch)
    }
    expect(epochs.map(epoch => epochs.indexOf(epoch))).toEqual([0, 0, 2, 2])
    expect(await (await enter(server, token)).send('c2')).toMatchObject({ seq: 2 })
  })

  test('[ST9] an older file in place of the newer one begins a new epoch, above its highest seq', async () => {
    const { data, token, lobby } = await used(3)
    const old = path.join(folder(), 'old.db')
    cpSync(path.join(data, DATABASE), old)
    let server = await start(data)
    await (await enter(server, token)).send('c4')
    await server.stop()
    // over the file, so that it is the same one to the file system
    writeFileSync(path.join(data, DATABASE), readFileSync(old))
    server = await start(data)
    const { rooms, send } = await enter(server, token)
    expect(rooms[0].seq).toBe(3)
    expect(rooms[0].epoch).not.toBe(lobby.epoch)
    expect(await send('c5')).toMatchObject({ seq: 4 })
  })
})

describe('commands', () => {
  test('[ST25] a backup of a running server under load is whole, and whoever starts on it begins a new epoch', async () => {
    const data = folder()
    const server = await start(data)
    const token = await login(server)
    const { send } = await enter(server, token)
    for (let n = 1; n <= 50; n++) await send(`before${n}`)
    let loading = true
    const load = (async () => {
      for (let n = 1; loading; n++) await send(`during${n}`)
    })()
    const target = folder()
    const file = path.join(target, DATABASE)
    expect(await run('backup', file, '--data', data)).toMatchObject({ code: 0, stdout: `Wrote ${file}.\n`, stderr: '' })
    loading = false
    await load
    const lobby = await lobbyOf(server, token)
    const copy = await start(target)
    const copied = await lobbyOf(copy, token)
    expect(copied.epoch).not.toBe(lobby.epoch)
    expect(copied.messages.length).toBeGreaterThanOrEqual(50)
    expect(copied.messages).toEqual(lobby.messages.slice(0, copied.messages.length))
    expect(await (await enter(copy, token)).send('after')).toMatchObject({ seq: copied.messages.length + 1 })
    const again = await run('backup', file, '--data', data)
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('exists already')])
  })

  test('[ST26] check finds a hole and damage, also beside a running server', async () => {
    const { data, token } = await used(20)
    const server = await start(data)
    await (await enter(server, token)).send('more')
    expect(await run('check', '--data', data)).toMatchObject({
      code: 0,
      stdout: /^No faults in 2 rooms with 22 messages\.\n$/,
    })
    await server.stop()
    const file = path.join(data, DATABASE)
    const planted = sqlite.open(file)
    planted.exec('DELETE FROM messages WHERE seq IN (7, 8)')
    planted.close()
    const holed = await run('check', '--data', data)
    expect([holed.code, holed.stdout]).toEqual([1, expect.stringContaining('The room lobby misses 2 seqs')])
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x5a, 12_288, 20_480))
    const damaged = await run('check', '--data', data)
    expect(damaged.code).toBe(1)
    expect(damaged.stdout + damaged.stderr).not.toContain('    at ')
    expect(damaged.stdout + damaged.stderr).not.toBe('')
  })

  test('[ST26] check has nothing against what is known of messages that are gone', async () => {
    const { data } = await used(20)
    const database = sqlite.open(path.join(data, DATABASE))
    database.exec("UPDATE rooms SET first = 11 WHERE name = 'lobby'; DELETE FROM messages WHERE seq IN (3, 5)")
    database.close()
    expect(await run('check', '--data', data)).toMatchObject({ code: 0 })
  })

  test('[ST27] what export prints import takes, in a new epoch of that room only, and not twice', async () => {
    const { data, token, lobby, other } = await used(30)
    const lines = await run('export', '--room', 'lobby', '--data', data)
    expect(lines.code).toBe(0)
    expect(
      lines.stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual(lobby.messages)
    const file = path.join(folder(), 'lines')
    writeFileSync(file, lines.stdout)
    expect((await run('import', file, '--data', data)).stdout).toBe('Added 0 messages; 30 were there already.\n')
    writeFileSync(file, lines.stdout.replaceAll('"cid":"c', '"cid":"new'))
    expect((await run('import', file, '--data', data)).stdout).toBe('Added 30 messages.\n')
    const server = await start(data)
    const { rooms } = await enter(server, token)
    expect(rooms.map(({ seq }: { seq: number }) => seq)).toEqual([60, 1])
    expect([rooms[0].epoch === lobby.epoch, rooms[1].epoch]).toEqual([false, other])
    const { messages } = await lobbyOf(server, token)
    expect(messages.map(({ text }) => text)).toEqual([...lobby.messages, ...lobby.messages].map(({ text }) => text))
    expect(await run('import', file, '--data', data)).toMatchObject({ code: 1, stderr: /in use by another server/ })
    const fresh = folder()
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 30 messages.\n')
    expect((await run('check', '--data', fresh)).code).toBe(0)
  })

  test('[ST130] what export prints of all rooms import takes: into an empty folder it becomes the same again', async () => {
    const { data } = await used(30)
    const all = await run('export', '--all', '--data', data)
    const rooms = all.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).room)
    expect([all.code, rooms]).toEqual([0, [...Array(30).fill('lobby'), 'other']])
    const one = await run('export', '--room', 'other', '--data', data)
    expect(all.stdout.endsWith(one.stdout)).toBe(true)
    const file = path.join(folder(), 'lines')
    writeFileSync(file, all.stdout)
    const fresh = folder()
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 31 messages.\n')
    expect((await run('export', '--all', '--data', fresh)).stdout).toBe(all.stdout)
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 0 messages; 31 were there already.\n')
  })

  test('[ST153] what export prints of messages that were changed import takes: it becomes the same again', async () => {
    const { data, token } = await used(6)
    const server = await start(data)
    const { ask } = await enter(server, token)
    const { messages } = await ask({ type: 'history', room: 'lobby' })
    const ids = messages.map(({ id }: { id: string }) => id)
    const change = (type: string, at: number, more: object) =>
      ask({ type, room: 'lobby', cid: `${type}-${at}`, messageId: ids[at], ...more })
    await change('edit_message', 0, { text: 'changed' })
    await change('react', 1, { emoji: '👍', on: true })
    await change('delete_message', 2, {})
    await ask({ type: 'send_message', room: 'lobby', cid: 'reply', text: 'yes', replyTo: ids[1] })
    await change('edit_message', 1, { text: 'what is quoted' })
    const before = await ask({ type: 'history', room: 'lobby' })
    await server.stop('SIGTERM')

    const all = await run('export', '--all', '--data', data)
    expect(all.stdout).not.toContain('text of c3')
    const file = path.join(folder(), 'lines')
    writeFileSync(file, all.stdout)
    const fresh = folder()
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 8 messages.\n')
    expect((await run('export', '--all', '--data', fresh)).stdout).toBe(all.stdout)
    expect(await run('check', '--data', fresh)).toMatchObject({ code: 0 })
    // twice changes nothing, and behind others it says the same with other seqs
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 0 messages; 8 were there already.\n')
    writeFileSync(file, all.stdout.replaceAll('"cid":"', '"cid":"again-'))
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 8 messages.\n')
    expect(await run('check', '--data', fresh)).toMatchObject({ code: 0 })
    const again = await start(fresh)
    const other = await enter(again, await login(again, 'Reader'))
    const after = await other.ask({ type: 'history', room: 'lobby' })
    const said = ({ text, deleted, reactions, replyTo, editedAt, user }: Message) => ({
      text,
      deleted,
      reactions: reactions?.map(({ emoji, count, users }) => ({ emoji, count, users })),
      quoted: replyTo?.text,
      editedAt,
      user,
    })
    expect(after.messages.slice(7).map(said)).toEqual(before.messages.map(said))
    const seqs = after.messages.map(({ seq }: Message) => seq)
    const quoting = after.messages.at(-1)
    expect(seqs.indexOf(quoting.replyTo.target)).toBe(8)
    expect(quoting.replyTo.messageId).toBe(after.messages[8].id)
    expect(new Set(after.messages.map(({ id }: Message) => id)).size).toBe(14)
  })

  test('[ST168] rooms, who is in them, invitations, blocks, positions, pins and what changed rooms go whole into an empty folder', async () => {
    const data = folder()
    const all = await filledWithRooms(data)
    expect(all).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^This holds all that people wrote .* one direct room/),
    })
    const types = (text: string) => [
      ...new Set(
        text
          .trim()
          .split('\n')
          .map(line => JSON.parse(line).type ?? 'message'),
      ),
    ]
    expect(types(all.stdout)).toEqual([
      ...['room', 'membership', 'invitation', 'block', 'position', 'sanction', 'room_changed', 'member_changed'],
      ...['message', 'message_pinned'],
    ])
    const file = path.join(folder(), 'lines')
    writeFileSync(file, all.stdout)
    const fresh = folder()
    expect(await run('import', file, '--data', fresh)).toMatchObject({
      code: 0,
      stdout: 'Added 4 messages.\nAdded 13 entries of rooms and the people in them.\n',
    })
    expect((await run('export', '--all', '--data', fresh)).stdout).toBe(all.stdout)
    expect(await run('check', '--data', fresh)).toMatchObject({ code: 0 })
    const listed = await run('rooms', '--data', fresh)
    expect(listed.stdout).toBe((await run('rooms', '--data', data)).stdout)
    // once more changes nothing
    expect((await run('import', file, '--data', fresh)).stdout).toBe('Added 0 messages; 4 were there already.\n')
    expect((await run('export', '--all', '--data', fresh)).stdout).toBe(all.stdout)
    // a backup says what it holds, too
    expect((await run('backup', path.join(folder(), 'copy'), '--data', data)).stdout).toMatch(
      /^Wrote .*\nThis holds all/,
    )
    // nothing is taken of a room that nobody may see, where nobody knows what it is
    writeFileSync(
      file,
      all.stdout
        .split('\n')
        .filter(line => !line.includes('"type":"room"'))
        .join('\n'),
    )
    const other = folder()
    expect(await run('import', file, '--data', other)).toMatchObject({
      code: 1,
      stderr: /^Line \d+ cannot be taken: .* Nothing was added\.\n$/,
    })
    expect((await run('rooms', '--data', other)).stdout).toBe('')
  })

  test('[ST168] an import leaves what is there, and refuses by its line what cannot be', async () => {
    const data = folder()
    const all = await filledWithRooms(data)
    const file = path.join(folder(), 'lines')
    const take = async (...lines: object[]) => {
      writeFileSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
      return run('import', file, '--data', data)
    }
    const room = {
      type: 'room',
      room: 'lobby',
      kind: 'open',
      slowMs: 0,
      write: 'guest',
      locked: false,
      createdBy: 'a:x',
      createdAt: 1,
    }
    expect(
      await take(room, { type: 'membership', room: 'lobby', user: 'a:ann', role: 'member', since: 9 }),
    ).toMatchObject({
      code: 0,
      stdout: 'Added 0 messages.\n',
    })
    const direct = { ...room, room: 'dm:9', kind: 'direct', pair: ['a:bob', 'a:ann'] }
    expect(await take({ ...room, room: 'new' }, direct)).toMatchObject({
      code: 1,
      stderr: /^Line 2 cannot be taken: The two people of dm:9/,
    })
    for (const [line, words] of [
      [{ ...room, room: 'no room' }, /name that none can have/],
      [{ ...room, room: 'big', title: 'x'.repeat(5_000) }, /longer than/],
      [{ ...room, kind: 'secret' }, /kind is wrong/],
      [{ type: 'membership', room: 'lobby', user: 'two words', role: 'member', since: 1 }, /none that a user can have/],
      [{ type: 'invitation', room: 'nowhere', user: 'a:1', by: 'a:2', at: 1 }, /no room nowhere/],
      [{ type: 'position', room: 'lobby', user: 'a:1', epoch: 'e', seq: -1 }, /seq is wrong/],
      [
        {
          type: 'member_changed',
          room: 'lobby',
          seq: 1,
          id: 'i',
          cid: 'c',
          sentAt: 1,
          user: { id: 'a:1', name: 'A' },
          role: 'king',
        },
        /is wrong/,
      ],
      [{ type: 'sanction', room: 'lobby', user: 'a:1', kind: 'watch', by: 'a:2', at: 1 }, /Only an address is watched/],
      [{ type: 'shape' }, /type is wrong/],
    ] as const)
      expect(await take(line)).toMatchObject({ code: 1, stderr: expect.stringMatching(words) })
    expect((await run('export', '--all', '--data', data)).stdout).toBe(all.stdout)
  })

  test('[ST154] a room whose name only the server gives from now on is exported, and gets another name', async () => {
    const { data, lobby } = await used(3)
    const database = sqlite.open(path.join(data, DATABASE))
    database.exec("UPDATE rooms SET name = 'priv:old' WHERE name = 'lobby'")
    database.close()
    const lines = await run('export', '--room', 'priv:old', '--data', data)
    expect(lines.stdout.trim().split('\n')).toHaveLength(3)
    const rename = (...names: string[]) => run('rooms', 'rename', ...names, '--data', data)
    expect(await rename('priv:old', 'priv:new')).toMatchObject({ code: 1, stderr: /cannot be called priv:new/ })
    expect(await rename('priv:old', 'other')).toMatchObject({ code: 1, stderr: /There is a room other already/ })
    expect(await rename('nowhere', 'lobby')).toMatchObject({ code: 1, stderr: /There is no room nowhere/ })
    expect(await rename('priv:old', 'lobby')).toMatchObject({
      code: 0,
      stdout: 'The room priv:old is called lobby now.\n',
    })
    const server = await start(data)
    const { rooms } = await enter(server, await login(server, 'Reader'))
    expect(rooms[0].messages.map(({ text }: Message) => text)).toEqual(lobby.messages.map(({ text }) => text))
  })

  test('[ST131] rooms lists each room with its messages, its bytes and the time of the last one', async () => {
    const { data, lobby } = await used(3)
    const server = await start(data)
    const { send } = await enter(server, await login(server, 'Bo'))
    const { sentAt } = await send('c', 'other')
    const list = async () => {
      const { code, stdout, stderr } = await run('rooms', '--data', data)
      expect([code, stderr]).toEqual([0, ''])
      return stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    }
    const bytes = (texts: string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    const last = new Date(lobby.messages[2]!.sentAt).toISOString()
    const open = { kind: 'open', title: null, members: 0, madeBy: null }
    expect(await list()).toEqual([
      { room: 'lobby', ...open, messages: 3, bytes: bytes(lobby.messages.map(({ text }) => text)), lastAt: last },
      {
        room: 'other',
        ...open,
        messages: 2,
        bytes: bytes(['text of o1', 'text of c']),
        lastAt: new Date(sentAt).toISOString(),
      },
    ])
    await server.stop()
    const database = sqlite.open(path.join(data, DATABASE))
    database.exec(`UPDATE rooms SET first = 4 WHERE name = 'lobby';
      INSERT INTO room_settings VALUES
        ('lobby', 'announce', 'The Lobby', NULL, 0, 'guest', 0, 'a:ann', 1, NULL, NULL, NULL, 0),
        ('dm:1', 'direct', NULL, NULL, 0, 'guest', 0, 'a:bob', 1, 'a:ann', 'a:bob', NULL, 0);
      INSERT INTO memberships VALUES ('lobby', 'a:ann', 'owner', 1), ('dm:1', 'a:ann', 'member', 1), ('dm:1', 'a:bob', 'member', 1);`)
    database.close()
    expect((await list()).slice(0, 2)).toEqual([
      { room: 'dm:1', kind: 'direct', title: null, members: 2, madeBy: 'a:bob', messages: 0, bytes: 0, lastAt: null },
      {
        room: 'lobby',
        kind: 'announce',
        title: 'The Lobby',
        members: 1,
        madeBy: 'a:ann',
        messages: 0,
        bytes: 0,
        lastAt: null,
      },
    ])
  })

  test('[OP132] commands find the data folder as the server does: by flag, by environment, by file', async () => {
    const { data } = await used(2)
    const file = path.join(folder(), 'chat.json')
    writeFileSync(file, JSON.stringify({ data, port: 1, retentionMessages: 5 }))
    const here = folder()
    const found = async (args: string[], env: Record<string, string> = {}) => {
      const { code, stdout, stderr } = await runBin(args, env).exited
      return code === 0 ? stdout : stderr
    }
    const sound = 'No faults in 2 rooms with 3 messages.\n'
    const copy = path.join(here, 'copy.db')
    const other = expect.stringContaining('"room":"other"')
    const calls: [string[], Record<string, string>, unknown][] = [
      [['check', '--config', file], {}, sound],
      [['check', `--config=${file}`, '--port', '2'], {}, sound],
      [['check'], { CHAT_CONFIG: file }, sound],
      [['check'], { CHAT_DATA: data }, sound],
      [['check', '--data', data], { CHAT_DATA: here, CHAT_CONFIG: file }, sound],
      [['check', '--config', file], { CHAT_DATA: here }, expect.stringContaining(here)],
      [['rooms'], { CHAT_CONFIG: file }, other],
      [['export', '--all'], { CHAT_DATA: data }, other],
      [['export', '--room', 'other', '--config', file], {}, other],
      [['backup', copy, '--config', file], {}, `Wrote ${copy}.\n`],
      [['check', '--help'], {}, expect.stringContaining('Usage: chat-widget-server')],
      [['check', '--config', `${file}.none`], {}, `The file ${file}.none cannot be read.\n`],
      [['check', '--config', file], { PORT: 'x' }, expect.stringMatching(/^PORT must be a port/)],
      [['check', '--store', 'memory'], {}, 'With the store memory there is no database.\n'],
    ]
    const said = await Promise.all(calls.map(([args, env]) => found(args, env)))
    expect(said).toEqual(calls.map(([, , words]) => words))
    const lines = path.join(here, 'lines')
    writeFileSync(lines, said[7] ?? '')
    expect(await found(['import', lines], { CHAT_CONFIG: file })).toBe('Added 0 messages; 3 were there already.\n')
  })

  test.each([
    ['{"room":"lobby"}', 'Line 2'],
    ['no json', 'Line 2'],
    ['[]', 'Line 2'],
    ['{"room":"dm:x","id":"i","cid":"c","user":{"id":"u","name":"n"},"text":"t","sentAt":1}', 'Line 2'],
    ['{"room":"lobby","id":"i","cid":"c","user":{"id":"u","name":"n"},"text":" ","sentAt":1}', 'Line 2'],
    ['{"room":"lobby","id":"i","cid":"c c","user":{"id":"u","name":"n"},"text":"t","sentAt":1}', 'Line 2'],
  ])('[ST27] the line %s is refused by its number, and nothing is added', async (line, words) => {
    const data = folder()
    const file = path.join(folder(), 'lines')
    const fine = '{"room":"lobby","id":"i","cid":"a","user":{"id":"u","name":"n"},"text":"t","sentAt":1}'
    writeFileSync(file, `${fine}\n${line}\n`)
    const { code, stdout, stderr } = await run('import', file, '--data', data)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Line 2 (is no event|cannot be taken): [^\n]*Nothing was added\.\n$/)
    expect(stderr).toContain(words)
    expect((await run('check', '--data', data)).stdout).toContain('with 0 messages')
  })

  test.each([
    [['backup'], 2],
    [['backup', 'a', 'b'], 2],
    [['check', 'x'], 2],
    [['check', '--room', 'x', '--force'], 2],
    [['export'], 2],
    [['export', '--room', 'x', '--all'], 2],
    [['export', '--all', 'x'], 2],
    [['check', '--all'], 2],
    [['rooms', 'x'], 2],
    [['rooms', '--data', '/nowhere'], 1],
    [['import'], 2],
    [['check', '--data', '/nowhere'], 1],
    [['backup', '/tmp/never', '--data', '/nowhere'], 1],
    [['export', '--room', 'x', '--data', '/nowhere'], 1],
    [['import', '/nowhere', '--data', '/nowhere'], 1],
  ])('[ST28] %j is a sentence and status %i', async (words, status) => {
    const { code, stdout, stderr } = await run(...words)
    expect([code, stdout]).toEqual([status, ''])
    expect(stderr).toMatch(/^[A-Z][^\n]*\n$/)
    expect(existsSync('/tmp/never')).toBe(false)
  })

  test.skipIf(!MOUNTS && !process.env.CI)(
    '[ST28] an export or a backup that did not fit is no success, and leaves no half backup',
    async () => {
      const { data } = await used(300)
      const disk = smallDisk('64k')
      ends.push(() => disk.remove())
      const file = path.join(disk.path, 'out')
      writeFileSync(path.join(disk.path, 'most'), Buffer.alloc(50_000))
      const shell = spawn('sh', [
        '-c',
        `"${process.execPath}" "${BIN}" export --room lobby --data "${data}" > "${file}"`,
      ])
      expect(await new Promise(resolve => shell.once('close', resolve))).toBe(1)
      expect(statSync(file).size).toBeLessThan(20_000)
      rmSync(file)
      const { code, stderr } = await run('backup', file, '--data', data)
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^The backup [^\n]*\.\n$/)])
      expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
    },
  )
})

describe('admins', () => {
  test('[OP145] `admin ID` makes an account an admin of the server, and takes it back; whatever is wrong is one sentence', async () => {
    const data = folder()
    let server = await start(data, '--auth', 'guest,password')
    const of = () => accountRequests(server.url)
    const { token, user } = (await of().register('Ada')).json
    const guest = (await of().login('Somebody')).json
    const role = async () => (await of().connect(token, ['lobby'])).connected.rooms[0].role
    expect(await role()).toBe('user')
    expect(await run('admin', user.id, '--data', data)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\.\n$/),
    })
    await server.stop()
    for (const [words, code, said] of [
      [[], 2, 'An id is missing. Write it as: chat-widget-server admin ID | admin ID --revoke\n'],
      [[guest.user.id], 1, `${guest.user.id} is the id of no account: those begin with a:. Guests cannot be admins.\n`],
      [['Ada'], 1, 'Ada is the id of no account: those begin with a:. Guests cannot be admins.\n'],
      [['a:nobody'], 1, 'There is no account a:nobody.\n'],
    ] as const)
      expect(await run('admin', ...words, '--data', data)).toMatchObject({ code, stderr: said })
    const now = { code: 0, stdout: `${user.id} (Ada) is an admin of the server now.\n` }
    expect(await run('admin', user.id, '--data', data)).toMatchObject(now)
    expect(await run('admin', user.id, '--data', data)).toMatchObject({
      code: 0,
      stdout: `${user.id} (Ada) is an admin of the server already.\n`,
    })
    server = await start(data, '--auth', 'guest,password')
    expect(await role()).toBe('admin')
    await server.stop()
    expect(await run('admin', user.id, '--revoke', '--data', data)).toMatchObject({
      code: 0,
      stdout: `${user.id} (Ada) is no admin of the server now.\n`,
    })
    server = await start(data, '--auth', 'guest,password')
    expect(await role()).toBe('user')
  })

  test('[SE270] what `export` prints has no name of who was removed', async () => {
    const data = folder()
    const server = await start(data, '--auth', 'guest,password')
    const of = accountRequests(server.url)
    const { token } = (await of.register('Name Of The Gone', 'correct horse battery staple')).json
    const gone = await of.connect(token, ['lobby'])
    const stays = await of.connect((await of.login('Stays')).json.token, ['lobby'])
    const { id } = await stays.request({ type: 'send_message', room: 'lobby', cid: 'c1', text: 'hello' })
    await gone.request({ type: 'send_message', room: 'lobby', cid: 'c1', text: 'mine' })
    await gone.request({ type: 'react', room: 'lobby', cid: 'r1', messageId: id, emoji: '👍', on: true })
    const remove = () => of.post('/account/delete', { password: 'correct horse battery staple' }, token)
    expect((await run('export', '--all', '--data', data)).stdout).toContain('Name Of The Gone')
    expect((await remove()).status).toBe(204)
    const { stdout } = await run('export', '--all', '--data', data)
    expect(stdout).not.toContain('Name Of The Gone')
    expect(stdout).toContain('"name":"","deleted":true')
  })
})
