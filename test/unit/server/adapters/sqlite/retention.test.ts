import { statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Message } from '../../../../../sdk/protocol/records.ts'
import { openFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite } from '../../../../../server/adapters/sqlite/module.ts'
import { openReader } from '../../../../../server/adapters/sqlite/reader.ts'
import { pragma } from '../../../../../server/adapters/sqlite/schema.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import type { Written } from '../../../../../server/ports/store.ts'
import { roomOf } from '../../../../support/server-kit/directories.ts'
import { draftOf, storeOptions } from '../../../../support/server-kit/room-logs.ts'

const ALL = { limit: 10_000, maxBytes: 1e9 }
const HOUR = 3_600_000

type Retention = { ageMs?: number; messages?: number; dedupeMs: number }

async function open({ ageMs, messages, dedupeMs }: Retention) {
  const options = storeOptions({ retention: { ageMs, messages, dedupeMs } })
  let folder = await openFolder(options)
  let reader = await openReader(options.folder)
  const send = (n: number, sentAt: number, room = 'r', text = `text ${n}`) =>
    folder.commit([{ kind: 'event', ...draftOf(room, `c${n}`, 'u', text), id: `i${n}`, sentAt }])[0] as Written
  let cids = 0
  const write = (content: Content, cid: string, sentAt: number, room = 'r') =>
    folder.commit([
      { kind: 'event', room, user: { id: 'u', name: 'U' }, cid, content, id: `w${++cids}`, sentAt },
    ])[0] as Written
  const make = (room: string) =>
    folder.commit([{ kind: 'directory', change: { type: 'addRoom', record: roomOf(room), members: [] } }])
  return {
    send,
    write,
    make,
    seqs: (room = 'r') => (reader.page(room, ALL)?.texts ?? []).map(text => (JSON.parse(text) as Message).seq),
    reader: () => reader,
    trimOnce: (now: number) => folder.trim(now),
    trim(now: number) {
      for (let turn = 0; turn < 1_000; turn++) if (!folder.trim(now).more) return
      throw new Error('it never ends')
    },
    async again() {
      reader.close()
      folder.close()
      folder = await openFolder(options)
      reader = await openReader(options.folder)
    },
    file: path.join(options.folder, 'chat.db'),
  }
}

test('[ST21] each room keeps its newest messages by number, and by age', async () => {
  const { send, seqs, trim } = await open({ ageMs: 10 * HOUR, messages: 4, dedupeMs: 100 * HOUR })
  for (let n = 1; n <= 10; n++) send(n, n * HOUR)
  for (let n = 1; n <= 2; n++) send(n, n * HOUR, 'small')
  trim(10 * HOUR)
  expect([seqs(), seqs('small')]).toEqual([
    [7, 8, 9, 10],
    [1, 2],
  ])
  trim(18.5 * HOUR)
  expect([seqs(), seqs('small')]).toEqual([[9, 10], []])
})

test('[ST21] what is gone is neither paged to nor resumed; the head and the seqs go on, also after a restart', async () => {
  const { send, seqs, trim, reader, again } = await open({ ageMs: HOUR, dedupeMs: HOUR })
  for (let n = 1; n <= 5; n++) send(n, n)
  const head = reader().head('r')
  trim(100 * HOUR)
  for (let turn = 0; turn < 2; turn++) {
    expect([seqs(), reader().head('r'), reader().page('r', ALL)?.more]).toEqual([[], head, false])
    expect(reader().resume('r', { ...head, seq: 4 }, 100).events).toBe(undefined)
    expect(reader().resume('r', head, 100).events).toEqual([])
    await again()
  }
  expect(send(6, 100 * HOUR)).toMatchObject({ seq: 6, duplicate: false })
  expect(seqs()).toEqual([6])
})

test('[ST170] rooms of which messages grow old have their turn, however much is written elsewhere meanwhile', async () => {
  const { send, seqs, trimOnce, again } = await open({ ageMs: HOUR, dedupeMs: 100 * HOUR })
  for (let n = 1; n <= 200; n++) send(n, n, `old ${n}`)
  await again()
  for (let turn = 0; turn < 30; turn++) {
    for (let n = 0; n < 60; n++) send(1_000 + turn * 60 + n, 10 * HOUR, `new ${n}`)
    trimOnce(10 * HOUR)
  }
  expect([seqs('old 1'), seqs('old 200')]).toEqual([[], []])
})

test('[ST22] a cid is known as long as it may be repeated, also when its message is gone, and no longer than needed', async () => {
  const { send, seqs, trim, reader } = await open({ messages: 1, dedupeMs: 5 * HOUR })
  for (let n = 1; n <= 3; n++) send(n, n * HOUR)
  trim(4 * HOUR)
  expect(seqs()).toEqual([3])
  expect(send(1, 4 * HOUR)).toEqual({ seq: 1, id: 'i1', sentAt: HOUR, duplicate: true })
  trim(7.5 * HOUR)
  expect(send(1, 7.5 * HOUR)).toMatchObject({ seq: 4, duplicate: false })
  expect(send(3, 7.5 * HOUR)).toMatchObject({ seq: 3, duplicate: true })
  expect(reader().head('r').seq).toBe(4)
})

test('[ST23] the space of what is given up goes back to the disk, also of rooms that are silent by then', async () => {
  const { send, trim, again, file } = await open({ ageMs: HOUR, dedupeMs: 10 * HOUR })
  for (let n = 1; n <= 400; n++) send(n, n, `room ${n % 3}`, 'x'.repeat(20_000))
  await again()
  const full = statSync(file).size
  trim(2 * HOUR)
  await again()
  const emptied = statSync(file).size
  trim(20 * HOUR)
  await again()
  const { open: openFile } = await loadSqlite()
  const database = openFile(file, { readOnly: true })
  expect(pragma(database, 'freelist_count')).toBe(0)
  database.close()
  expect([full > 6_000_000, emptied < full / 2, statSync(file).size < 350_000]).toEqual([true, true, true])
})

test('[ST156] messages are counted, not events; changes go with the oldest message that is kept, and beyond ten for each', async () => {
  const { send, seqs, trim, reader, write } = await open({ messages: 3, dedupeMs: 1_000 })
  for (let n = 1; n <= 5; n++) send(n, n)
  const react = (n: number, message: number, sentAt = 10) =>
    write(
      { kind: 'reaction', messageId: `i${message}`, emoji: '👍', on: n % 2 === 0, kinds: 20, own: 10 },
      `r${n}`,
      sentAt,
    )
  for (let n = 0; n < 6; n++) react(n, 1 + (n % 5))
  const { epoch, seq } = reader().head('r')
  trim(20)
  expect(seqs()).toEqual([3, 4, 5])
  // those of a message that is gone say nothing any more
  const events = reader().resume('r', { epoch, seq: 5 }, 100).events ?? []
  expect(events.map(event => 'users' in event && event.users.length)).toEqual([0, 1, 1, 0])
  expect(reader().resume('r', { epoch, seq: 1 }, 100).events).toBe(undefined)
  expect(reader().resume('r', { epoch, seq: 2 }, 100).events).toHaveLength(seq - 2)

  for (let n = 100; n < 500; n++) react(n, 5)
  const before = reader().head('r')
  trim(30)
  expect([seqs(), reader().head('r')]).toEqual([[3, 4, 5], before])
  // as many as anybody resumes are kept in any case
  expect(reader().resume('r', { epoch, seq: before.seq - 300 }, 1_000).events).toHaveLength(300)
  expect(reader().resume('r', { epoch, seq: before.seq - 301 }, 1_000).events).toBe(undefined)
  // a cid is known as long as that of a message, then the row goes
  const first = react(101, 5)
  expect(first).toMatchObject({ duplicate: true, target: 5 })
  expect(first).not.toHaveProperty('unchanged')
  trim(20_000)
  expect(react(101, 5)).toMatchObject({ unchanged: true })
  send(6, 20_001)
  expect(seqs()).toEqual([3, 4, 5, before.seq + 1])
})

test('[ST163] a room of which only its own events are left keeps 300 of them, and those before its oldest message go with what was before', async () => {
  const { send, seqs, trim, reader, write, make } = await open({ messages: 2, dedupeMs: 10 })
  make('r')
  const set = (slowMs: number, sentAt = 1) => write({ kind: 'room_changed', changes: { slowMs } }, `s${slowMs}`, sentAt)
  for (let n = 1; n <= 400; n++) set(n)
  trim(2)
  const { epoch, seq } = reader().head('r')
  expect(seq).toBe(400)
  expect(reader().resume('r', { epoch, seq: 100 }, 1_000).events).toHaveLength(300)
  expect(reader().resume('r', { epoch, seq: 99 }, 1_000).events).toBe(undefined)
  // the rows are gone, but for the newest
  trim(100)
  expect(set(1, 100)).toMatchObject({ seq: 401, duplicate: false })
  for (let n = 1; n <= 4; n++) {
    send(n, 100)
    set(n + 1_000, 100)
  }
  trim(101)
  expect(seqs()).toEqual([406, 408])
  expect(reader().page('r', ALL)).toMatchObject({ more: false, newer: false })
  expect(
    reader()
      .resume('r', { epoch, seq: 405 }, 100)
      .events?.map(({ type }) => type),
  ).toEqual(['new_message', 'room_changed', 'new_message', 'room_changed'])
  expect(reader().resume('r', { epoch, seq: 404 }, 100).events).toBe(undefined)
  trim(200)
  expect(reader().head('r')).toEqual({ epoch, seq: 409 })
})

test('[ST163] what the events of a room say stays when messages before them are given up', async () => {
  const { send, trim, reader, write, make } = await open({ messages: 2, dedupeMs: 1_000 })
  make('r')
  for (let n = 1; n <= 3; n++) send(n, n)
  write({ kind: 'room_changed', changes: { title: 'Kept' } }, 'title', 4)
  write({ kind: 'member_changed', member: { id: 'a:bob', name: 'Bob' }, role: 'member' }, 'bob', 4)
  send(6, 5)
  trim(10)
  const { epoch } = reader().head('r')
  expect(reader().resume('r', { epoch, seq: 3 }, 10).events).toMatchObject([
    { changes: { title: 'Kept' } },
    { member: { id: 'a:bob', name: 'Bob' }, role: 'member' },
    { text: 'text 6' },
  ])
})
