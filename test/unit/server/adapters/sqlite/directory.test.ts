import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SqliteDirectory } from '../../../../../server/adapters/sqlite/directory.ts'
import { openFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite, type SqliteDatabase } from '../../../../../server/adapters/sqlite/module.ts'
import { SqlitePersonalReads } from '../../../../../server/adapters/sqlite/personal-reads.ts'
import { SqliteRooms } from '../../../../../server/adapters/sqlite/rooms.ts'
import { migrate } from '../../../../../server/adapters/sqlite/schema.ts'
import { SqliteStore } from '../../../../../server/adapters/sqlite/store.ts'
import { trimModeration } from '../../../../../server/directory/trim-moderation.ts'
import { writeDirectory } from '../../../../../server/directory/write-directory.ts'
import type { DirectoryChange } from '../../../../../server/ports/directory-change.ts'
import { accountOf, roomOf, sanctionOf, siteAccountOf } from '../../../../support/server-kit/directories.ts'
import { auditOf, reportOf } from '../../../../support/server-kit/moderation.ts'
import { storeOptions } from '../../../../support/server-kit/room-logs.ts'

const { open } = await loadSqlite()

/** Every change that there is, in an order in which each does something. */
const CHANGES: DirectoryChange[] = [
  { type: 'addAccount', account: siteAccountOf('ann', { password: 'p', guestIds: ['g:1'] }) },
  { type: 'addAccount', account: accountOf('bob') },
  { type: 'addAccount', account: accountOf('cid') },
  { type: 'changeAccount', id: 'a:ann', change: { name: 'Ann', keys: ['ann'], guestIds: ['g:2'] } },
  { type: 'addRoom', record: roomOf('r'), members: [{ room: 'r', user: 'a:ann', role: 'owner', since: 1 }] },
  { type: 'changeRoom', room: 'r', change: { title: 'R' } },
  { type: 'setRole', room: 'r', user: 'a:bob', role: 'member', at: 1 },
  { type: 'invite', invitation: { room: 'r', user: 'a:cid', by: 'a:ann', at: 1 } },
  { type: 'dropInvitation', room: 'r', user: 'a:cid' },
  { type: 'invite', invitation: { room: 'r', user: 'a:cid', by: 'a:ann', at: 1 } },
  { type: 'block', by: 'a:bob', user: 'a:cid', on: true },
  { type: 'block', by: 'a:bob', user: 'a:cid', on: false },
  { type: 'block', by: 'a:bob', user: 'a:ann', on: true },
  { type: 'addSanction', sanction: sanctionOf('a:ann', { until: 9 }) },
  { type: 'liftSanction', room: 'r', user: 'a:ann', kind: 'mute' },
  { type: 'addSanction', sanction: sanctionOf('a:ann') },
  {
    type: 'addSanction',
    sanction: sanctionOf('g:3'),
    audit: auditOf('e1', { target: { user: { id: 'g:3', name: 'G' } } }),
  },
  { type: 'addReport', report: reportOf('p1', 'm1') },
  { type: 'closeReport', room: 'r', id: 'p1', at: 1, audit: auditOf('e2') },
  { type: 'changeAccount', id: 'a:bob', change: { guestIds: ['g:3'] } },
  { type: 'removeAccount', id: 'a:ann', at: 2 },
]

function fresh(): SqliteDatabase {
  const database = open(':memory:')
  migrate(database)
  onTestFinished(() => void database.close())
  return database
}

test('[DR22] every question and change finds its rows by an index', () => {
  const database = fresh()
  const statements = new Set<string>()
  const listening = {
    exec: (sql: string) => database.exec(sql),
    close: () => database.close(),
    prepare(sql: string) {
      statements.add(sql)
      return database.prepare(sql)
    },
  }
  const directory = new SqliteDirectory(listening)
  for (const change of CHANGES) expect(writeDirectory(directory, change)).not.toMatchObject({ news: [] })
  const position = { user: 'a:bob', room: 'r', epoch: 'e', seq: 1 }
  writeDirectory(directory, { type: 'keepPositions', positions: [position] })
  directory.dropPosition('a:bob')
  writeDirectory(directory, { type: 'note', audit: auditOf('e3') })
  const hold = { id: 'h1', room: 'r', user: { id: 'a:bob', name: 'Bob' }, cid: 'c1', text: 'T', at: 1 }
  for (const [id, audit] of [
    ['h1', undefined],
    ['h2', auditOf('e4')],
  ] as const) {
    directory.putHold({ ...hold, id, cid: id })
    writeDirectory(directory, { type: 'endHold', room: 'r', id, at: 1, audit })
  }
  directory.putHold({ ...hold, id: 'h3' })
  directory.dropEndedOfGuests(1)
  for (const what of ['holdsBy', 'reportsBy', 'holds', 'reports'] as const)
    if (what === 'holds') directory.holds('r', 1, undefined, 1)
    else directory[what]('r', undefined, 1)
  directory.holdsOf('r', ['a:bob'], 1)
  directory.guestSanctions(1, undefined, 1)
  directory.queue('r', 1)
  directory.audit('r', undefined, 1)
  trimModeration(directory, 1e15, 1)
  directory.rename('r', 's')
  expect(statements.size).toBeGreaterThan(100)
  for (const sql of statements) {
    const nothing = Array(sql.split('?').length - 1).fill(null)
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[]
    const scans = plan.map(({ detail }) => detail).filter(detail => /^SCAN/.test(detail))
    expect({ sql, scans }).toEqual({ sql, scans: [] })
  }
})

test('[DR26] what one person wrote and did is found by an index, but for the messages of a room, which are looked through by seq', () => {
  const database = fresh()
  const statements: string[] = []
  const listening = {
    exec: (sql: string) => database.exec(sql),
    close: () => database.close(),
    prepare(sql: string) {
      statements.push(sql)
      return database.prepare(sql)
    },
  }
  const rooms = new SqliteRooms(database)
  new SqlitePersonalReads(listening, rooms)
  const plans = statements.map(sql => {
    const nothing = Array(sql.split('?').length - 1).fill(null)
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[]
    return plan.map(({ detail }) => detail).filter(detail => !detail.includes('json_each'))
  })
  expect(plans).toHaveLength(3)
  for (const plan of plans) expect(plan.filter(detail => /^SCAN/.test(detail))).toEqual([])
  const text = plans.map(plan => plan.join('; '))
  expect(text[0]).toMatch(/authors USING COVERING INDEX authors_by_user \(user_id=\?\)/)
  expect(text[0]).toMatch(/reactions USING COVERING INDEX reactions_by_user \(user_id=\?\)/)
  expect(text[1]).toMatch(/m USING INDEX messages_by_seq \(room=\? AND seq>\? AND seq<\?\)/)
  expect(text[2]).toMatch(/r USING COVERING INDEX reactions_by_user \(user_id=\? AND room=\? AND target>\?\)/)
})

test('[DR23] where the disk has no room for more no account or room is added; whoever keeps order goes on', () => {
  const store = new SqliteStore(fresh())
  const write = (change: DirectoryChange, full: boolean) => {
    const [answer] = store.commit([{ kind: 'directory', change }], full)
    return typeof answer === 'object' && 'news' in answer ? 'taken' : answer
  }
  const isAdded = ({ type }: DirectoryChange) =>
    type === 'addAccount' || type === 'addRoom' || type === 'invite' || type === 'addReport'
  for (const change of CHANGES) {
    if (isAdded(change)) expect(write(change, true)).toBe('full')
    expect(write(change, !isAdded(change))).toBe('taken')
  }
  expect(write({ type: 'addAccount', account: accountOf('dan') }, false)).toBe('taken')
})

test('[DR7] what names a removed account, and a name and password that were replaced, are in no byte of the data folder', async () => {
  const options = storeOptions({ durability: 'process' })
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const secret = (n: number, what: string) => `<<${what} ${n}>>`
  const whats = ['name', 'key', 'password', 'subject', 'picture', 'title'] as const
  const write = (...changes: DirectoryChange[]) =>
    folder.commit(changes.map(change => ({ kind: 'directory' as const, change })))
  for (let n = 0; n < 300; n++) {
    const [name = '', key = '', password, subject, picture] = whats.map(what => secret(n, what))
    const account = siteAccountOf(`${n}`, { name, keys: [key, `same ${n}`], password, subject, picture })
    write({ type: 'addAccount', account })
    write({ type: 'setRole', room: 'r', user: account.id, role: 'member', at: n })
    write({ type: 'addSanction', sanction: sanctionOf(account.id, { reason: secret(n, 'reason') }) })
  }
  for (let n = 0; n < 300; n += 2) write({ type: 'removeAccount', id: `a:${n}`, at: 1 })
  for (let n = 1; n < 300; n += 2) {
    const change = { name: 'New', keys: [`new ${n}`], password: 'new' }
    write({ type: 'changeAccount', id: `a:${n}`, change })
  }
  for (let purged = folder.purge(); purged !== 'done'; purged = folder.purge()) expect(purged).toBe('more')
  const bytes = readdirSync(options.folder).map(name => readFileSync(path.join(options.folder, name), 'latin1'))
  const left = (what: string) => {
    const all = bytes.flatMap(text => [...text.matchAll(new RegExp(`<<${what} (\\d+)>>`, 'g'))])
    return [...new Set(all.map(([, n]) => Number(n) % 2))]
  }
  for (const what of ['name', 'key', 'password']) expect({ what, left: left(what) }).toEqual({ what, left: [] })
  // those who are still there keep theirs
  for (const what of ['subject', 'picture', 'reason']) expect({ what, left: left(what) }).toEqual({ what, left: [1] })
})

test('[ST154] what a room is and who may what there go with it to its new name', () => {
  const store = new SqliteStore(fresh())
  const write = (change: DirectoryChange) => store.commit([{ kind: 'directory', change }])
  for (const change of CHANGES.slice(0, -1)) write(change)
  write({ type: 'addSanction', sanction: sanctionOf('g:1', { room: 't' }) })
  expect(store.renameRoom('nowhere', 't')).toMatch(/no room nowhere/)
  expect(store.renameRoom('r', 't')).toBe(undefined)
  expect(store.renameRoom('r', 'u')).toMatch(/no room r/)
  write({ type: 'addRoom', record: roomOf('r'), members: [] })
  expect(store.renameRoom('r', 't')).toMatch(/a room t already/)
  const [answer] = write({ type: 'changeRoom', room: 't', change: { topic: 'T' } })
  expect(answer).toMatchObject({ value: { room: 't', title: 'R', topic: 'T' } })
  const [last] = write({ type: 'setRole', room: 't', user: 'a:ann', role: undefined, at: 1 })
  expect(last).toMatchObject({ value: 'conflict' })
})
