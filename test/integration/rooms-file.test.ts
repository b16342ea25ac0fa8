import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatServerOptions } from '../../server/create-chat-server.ts'
import { accountRequests } from '../support/account-requests.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const storeWorker = new URL('../../server/dist/sqlite-worker.js', import.meta.url)
let folder: ReturnType<typeof temporaryFolder>
let file: string
const running: StartedServer[] = []

beforeEach(() => {
  folder = temporaryFolder('rooms-file')
  file = path.join(folder.path, 'rooms.json')
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
  folder.remove()
})

const write = (rooms: unknown) => writeFileSync(file, typeof rooms === 'string' ? rooms : JSON.stringify(rooms))

async function start(options: ChatServerOptions = {}) {
  const server = await startServer({ roomsFile: file, auth: ['guest', 'password'], ...options })
  running.push(server)
  return { server, ...accountRequests(server.url) }
}

describe('--rooms-file', () => {
  test('[RM153] makes rooms at the start, and sets them anew at the next; owners are those of the file, and others stay', async () => {
    const data = folder.path
    const options = { store: 'sqlite', data, rooms: 'listed' } as const
    const parts = { storeWorker }
    write([])
    const first = await startServer({ roomsFile: file, auth: ['guest', 'password'], ...options }, parts)
    const { user: ann } = (await accountRequests(first.url).register('Ann')).json as { user: { id: string } }
    await first.close()
    write([
      { room: 'news', kind: 'announce', title: 'News', owners: [ann.id, 'a:nobody-yet'] },
      { room: 'help', topic: 'Ask anything', write: 'user', slowMs: 5_000, locked: true },
    ])
    const second = await startServer({ roomsFile: file, auth: ['guest', 'password'], ...options }, parts)
    const asked = accountRequests(second.url)
    const { token } = (await asked.login('Ann', 'correct horse battery staple')).json as { token: string }
    const both = await asked.connect(token, ['news', 'help', 'nowhere'])
    expect(both.connected.rooms).toMatchObject([
      { kind: 'announce', title: 'News', role: 'owner' },
      { kind: 'open', topic: 'Ask anything', write: 'user', slowMs: 5_000, locked: true, role: 'user' },
      { error: { code: 'not_found' } },
    ])
    expect(await both.request({ type: 'change_room', room: 'news', cid: 'c', topic: 'By Ann' })).toMatchObject({
      seq: 1,
    })
    await second.close()
    write([
      { room: 'news', title: 'All the news' },
      { room: 'help', locked: false, topic: '' },
    ])
    const third = await startServer({ roomsFile: file, auth: ['guest', 'password'], ...options }, parts)
    running.push(third)
    const again = await accountRequests(third.url).connect(token, ['news', 'help'])
    expect(again.connected.rooms).toMatchObject([
      { kind: 'announce', title: 'All the news', topic: 'By Ann', role: 'owner' },
      { kind: 'open', write: 'user', slowMs: 5_000 },
    ])
    expect(again.connected.rooms[1].locked ?? again.connected.rooms[1].topic).toBeUndefined()
  })

  test.each([
    ['no JSON', '[', /not JSON/],
    ['no list', { room: 'a' }, /it is no list of rooms/],
    ['no name', [{}], /room of room 1 is missing/],
    ['a name that cannot be', [{ room: 'ok' }, { room: 'a b' }], /room of room 2 is no name/],
    ['a name of the server', [{ room: 'priv:a' }], /only the server gives/],
    ['another kind', [{ room: 'a', kind: 'members' }], /kind of room 1 is not open or announce/],
    ['an unknown field', [{ room: 'a', titel: 'A' }], /room 1 has titel, which no room has/],
    ['a long title', [{ room: 'a', title: 'x'.repeat(81) }], /title is too long/],
    ['a time that is none', [{ room: 'a', slowMs: 1.5 }], /slowMs of room 1 is no whole number/],
    ['a time that is too long', [{ room: 'a', slowMs: 1e12 }], /slowMs of room 1 is above/],
    ['an owner who is no account', [{ room: 'a', owners: ['ann'] }], /owners\[0\] of room 1 is the id of no account/],
    ['the same room twice', [{ room: 'a' }, { room: 'a' }], /room a stands twice/],
    ['too many rooms', Array.from({ length: 1_001 }, (_, n) => ({ room: `r${n}` })), /more than 1000 rooms/],
    ['null', 'null', /no list of rooms/],
  ])('[RM154] with %s it ends the start, in words', async (_what, rooms, words) => {
    write(rooms)
    await expect(start()).rejects.toThrow(words)
  })

  test('[RM154] a file that is not there, and a room of another kind, end the start too', async () => {
    await expect(start()).rejects.toThrow(/cannot be read/)
    const data = folder.path
    write([{ room: 'a' }])
    const server = await startServer({ roomsFile: file, store: 'sqlite', data }, { storeWorker })
    await server.close()
    write([{ room: 'a', kind: 'announce' }])
    await expect(startServer({ roomsFile: file, store: 'sqlite', data }, { storeWorker })).rejects.toThrow(
      /kind open, and stays so/,
    )
  })
})
