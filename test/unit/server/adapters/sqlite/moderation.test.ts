import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SqliteDirectory } from '../../../../../server/adapters/sqlite/directory.ts'
import { allEntries } from '../../../../../server/adapters/sqlite/entries.ts'
import { openFolder } from '../../../../../server/adapters/sqlite/folder.ts'
import { loadSqlite, type SqliteDatabase } from '../../../../../server/adapters/sqlite/module.ts'
import { SqliteReads } from '../../../../../server/adapters/sqlite/reads.ts'
import { SqliteRooms } from '../../../../../server/adapters/sqlite/rooms.ts'
import { migrate, SCHEMA_VERSION } from '../../../../../server/adapters/sqlite/schema.ts'
import { SqliteStore } from '../../../../../server/adapters/sqlite/store.ts'
import { SNAPSHOT_MS } from '../../../../../server/ports/moderation.ts'
import type { EventDraft } from '../../../../../server/ports/room-log.ts'
import type { Write, Written } from '../../../../../server/ports/store.ts'
import { decodeImportLine, type Imported } from '../../../../../server/wire/import-line.ts'
import { accountOf, roomOf, sanctionOf } from '../../../../support/server-kit/directories.ts'
import { auditOf, heldOf, messageOf, reportOf, snapshotOf } from '../../../../support/server-kit/moderation.ts'
import { storeOptions } from '../../../../support/server-kit/room-logs.ts'

const { open } = await loadSqlite()

function fresh(): SqliteDatabase {
  const database = open(':memory:')
  migrate(database)
  onTestFinished(() => void database.close())
  return database
}

const eventOf = (draft: EventDraft, id: string, sentAt = 1): Write => ({ kind: 'event', ...draft, id, sentAt })

/** All lines of an export, as they are printed. */
function exported(database: SqliteDatabase, ...rooms: string[]): string[] {
  const reads = new SqliteReads(database, new SqliteRooms(database))
  const events = rooms.flatMap(room => [...reads.all(room)])
  return [...allEntries(database, new SqliteDirectory(database)), ...events].map(each => JSON.stringify(each))
}

async function* imported(lines: readonly string[]): AsyncGenerator<Imported> {
  for (const line of lines) {
    const decoded = decodeImportLine(line)
    if (!decoded.ok) throw new Error(decoded.reason)
    yield decoded.value
  }
}

test('[MD63] a database of before there were moderators opens with all that it held, and has a key for addresses', () => {
  const database = open(':memory:')
  migrate(database, SCHEMA_VERSION - 1)
  database.exec(`INSERT INTO rooms (id, name) VALUES (1, 'r');
    INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at)
      VALUES (1, 1, 'm1', 'u1', 'Ann', 'c1', 'Hello', 1);
    INSERT INTO changes (room, seq, type, event_id, user_id, user_name, cid, sent_at, target, target_id, detail)
      VALUES (1, 2, 'message_deleted', 'e1', 'a:mod', 'Mod', 'c2', 5, 1, 'm1', '{"by":"moderator"}');
    INSERT INTO room_settings (room, kind, title, slow_ms, write, locked, created_by, created_at)
      VALUES ('r', 'open', 'R', 0, 'guest', 1, 'a:ann', 1);
    INSERT INTO sanctions VALUES ('r', 'g:1', 'mute', NULL, 'R', 'a:mod', 1), ('', 'a:ann', 'ban', 9, NULL, 'a:mod', 1);`)
  migrate(database)
  const directory = new SqliteDirectory(database)
  expect(directory.room('r')).toEqual(roomOf('r', { kind: 'open', title: 'R', locked: true }))
  expect(directory.room('r')).not.toHaveProperty('hideModerators')
  expect(directory.guestSanctions(0, undefined, 9)).toEqual([sanctionOf('g:1', { reason: 'R' })])
  expect(directory.sanctions('r', 'a:ann', 0)).toMatchObject([{ kind: 'ban', until: 9 }])
  expect([directory.queue('r', 1), directory.audit('r', undefined, 9)]).toEqual([{ reports: 0, held: 0 }, []])
  expect(directory.addressKey()).toMatch(/^[0-9a-f]{32}$/)
  const [, deletion] = [...new SqliteReads(database, new SqliteRooms(database)).all('r')]
  expect(deletion).toMatchObject({ by: 'moderator', user: { id: 'a:mod', name: 'Mod' } })
  database.close()
})

test('[MD64] what waits, was reported and was done goes with a room to its new name', () => {
  const store = new SqliteStore(fresh())
  const write = (...writes: Write[]) => store.commit(writes)
  write(eventOf(messageOf('c0'), 'h0'), eventOf(heldOf('c1'), 'h1'), eventOf(heldOf('c2'), 'h2'))
  write({ kind: 'directory', change: { type: 'endHold', room: 'r', id: 'h2', at: 1, audit: auditOf('e1') } })
  write({ kind: 'directory', change: { type: 'addReport', report: reportOf('p1', 'm1') } })
  expect(store.renameRoom('r', 't')).toBe(undefined)
  const room = { room: 't' }
  expect(write(eventOf(messageOf('c1', room), 'h3'), eventOf(messageOf('c2', room), 'h4'))).toMatchObject([
    { held: 'h1' },
    { refused: 'blocked_by_rule' },
  ])
  expect(write(eventOf(messageOf('c1'), 'h5'))).toMatchObject([{ seq: 1 }])
  const [again] = write({ kind: 'directory', change: { type: 'addReport', report: reportOf('p2', 'm1', room) } })
  expect(again).toMatchObject({ value: { id: 'p1', isNew: false } })
})

test('[MD65] what waited, and what was reported, is in no byte of the data folder when it has ended and was purged', async () => {
  const options = storeOptions({ durability: 'process' })
  const folder = await openFolder(options)
  onTestFinished(() => folder.close())
  const secret = (n: number, what: string) => `<<${what} ${n}>>${'.'.repeat((n * 37) % 3_000)}<<${what} ${n}>>`
  for (let n = 0; n < 200; n++) {
    const user = { id: `a:${n}`, name: `<<name ${n}>>` }
    const content = {
      kind: 'new_message',
      text: secret(n, 'held'),
      mentions: [{ id: 'a:x', name: `<<named ${n}>>` }],
    } as const
    const snapshot = snapshotOf(`m${n}`, { text: secret(n, 'reported') })
    folder.commit([
      eventOf({ room: 'r', user, cid: `c${n}`, content, hold: { rule: `<<rule ${n}>>` } }, `h${n}`, n),
      { kind: 'directory', change: { type: 'addReport', report: reportOf(`p${n}`, `m${n}`, { snapshot }) } },
    ])
    if (n % 50 === 0) folder.purge()
  }
  // by turns: it stays, it is rejected, it is taken back, it waits for too long
  for (let n = 0; n < 200; n++) {
    const audit = auditOf(`e${n}`)
    const end = { type: 'endHold', room: 'r', id: `h${n}`, at: 300 } as const
    if (n % 4 === 1) folder.commit([{ kind: 'directory', change: { ...end, audit } }])
    if (n % 4 === 2) folder.commit([{ kind: 'directory', change: end }])
    if (n % 4 > 0)
      folder.commit([
        { kind: 'directory', change: { type: 'closeReport', room: 'r', id: `p${n}`, at: 1, audit: auditOf(`f${n}`) } },
      ])
  }
  for (let n = 3; n < 200; n += 4)
    folder.commit([{ kind: 'directory', change: { type: 'removeAccount', id: `a:${n}`, at: 1 } }])
  let trimmed = folder.trim(2 + SNAPSHOT_MS)
  expect(trimmed).toMatchObject({ erased: true, more: true })
  while (trimmed.more) trimmed = folder.trim(2 + SNAPSHOT_MS)
  for (let purged = folder.purge(); purged !== 'done'; purged = folder.purge()) expect(purged).toBe('more')
  const bytes = readdirSync(options.folder).map(name => readFileSync(path.join(options.folder, name), 'latin1'))
  const left = (what: string) => {
    const all = bytes.flatMap(text => [...text.matchAll(new RegExp(`<<${what} (\\d+)>>`, 'g'))])
    return [...new Set(all.map(([, n]) => Number(n) % 4))]
  }
  for (const what of ['held', 'name', 'named', 'rule']) expect({ what, left: left(what) }).toEqual({ what, left: [] })
  expect(left('reported')).toEqual([0])
})

test('[MD66] an export has sanctions, but not those of addresses; an import takes them, and leaves what is there', async () => {
  const database = fresh()
  const directory = new SqliteDirectory(database)
  directory.putRoom(roomOf('r', { hideModerators: true, filters: { words: ['bad'] } }))
  const sanctions = [
    sanctionOf('a:ann', { room: '', kind: 'ban', until: 9 }),
    sanctionOf('g:1', { reason: 'R \u{1F600}' }),
  ]
  for (const each of [...sanctions, sanctionOf('ip:x'), sanctionOf('ip:x', { kind: 'watch' })])
    directory.putSanction(each)
  const store = new SqliteStore(database)
  const deletion = { kind: 'message_deleted', messageId: 'h1', by: 'moderator', reason: 'R', hidden: true } as const
  const other = { kind: 'message_deleted', messageId: 'h2', by: 'moderator' } as const
  const mod = { room: 'r', user: { id: 'a:mod', name: 'Mod' } }
  store.commit([
    ...[eventOf(messageOf('c1'), 'h1'), eventOf(messageOf('c2'), 'h2'), eventOf(heldOf('c3'), 'h3')],
    ...[eventOf({ ...mod, cid: 'd1', content: deletion }, 'h4'), eventOf({ ...mod, cid: 'd2', content: other }, 'h5')],
    eventOf({ ...mod, cid: 'd3', content: { kind: 'room_changed', changes: { hideModerators: false } } }, 'h6'),
  ])
  const lines = exported(database, 'r')
  expect(lines.filter(line => line.includes('"sanction"')).map(line => JSON.parse(line))).toEqual(
    sanctions.map(each => JSON.parse(JSON.stringify({ type: 'sanction', ...each }))),
  )
  expect(lines.join('\n')).not.toMatch(/hidden|ip:|h3/)
  const deletions = lines.map(line => JSON.parse(line)).filter(({ type }) => type === 'message_deleted')
  expect(deletions).toMatchObject([
    { id: 'h4', reason: 'R' },
    { id: 'h5', user: { id: 'a:mod' } },
  ])
  expect(deletions[0]).not.toHaveProperty('user')

  const copy = fresh()
  const into = new SqliteStore(copy)
  expect(await into.add(imported(lines))).toEqual({ messages: 2, entries: 3 })
  expect(exported(copy, 'r')).toEqual(lines)
  expect(await into.add(imported(lines))).toEqual({ messages: 0, entries: 0 })
  const mine = JSON.stringify({ type: 'sanction', ...sanctionOf('g:1', { reason: 'another' }) })
  expect(await into.add(imported([mine]))).toEqual({ messages: 0, entries: 0 })
  expect(exported(copy, 'r')).toEqual(lines)
  const wrong = { type: 'sanction', ...sanctionOf('g:1', { kind: 'watch' }) }
  await expect(into.add(imported([JSON.stringify(wrong)]))).rejects.toThrow(RangeError)
  expect(decodeImportLine(JSON.stringify({ ...wrong, kind: 'shame' }))).toMatchObject({ ok: false })
  into.commit([{ kind: 'directory', change: { type: 'addAccount', account: accountOf('gone') } }])
  into.commit([{ kind: 'directory', change: { type: 'removeAccount', id: 'a:gone', at: 1 } }])
  const late = JSON.stringify({ type: 'sanction', ...sanctionOf('a:gone') })
  expect(await into.add(imported([late]))).toEqual({ messages: 0, entries: 0 })
})

test('[MD67] where nothing waits, a message asks nothing more; and what failed is not taken for known', () => {
  const database = fresh()
  const ran: string[] = []
  let fails = false
  const counting = {
    exec: (sql: string) => {
      if (fails && sql === 'COMMIT') throw new Error('disk I/O error')
      return database.exec(sql)
    },
    close: () => database.close(),
    prepare(sql: string) {
      const statement = database.prepare(sql)
      return {
        run: (...values: never[]) => ran.push(sql) && statement.run(...values),
        get: (...values: never[]) => ran.push(sql) && statement.get(...values),
        all: (...values: never[]) => ran.push(sql) && statement.all(...values),
        iterate: (...values: never[]) => ran.push(sql) && statement.iterate(...values),
      }
    },
  } as unknown as SqliteDatabase
  const store = new SqliteStore(counting)
  let cids = 0
  const say = (room = 'r') => store.commit([eventOf(messageOf(`c${++cids}`, { room }), `h${cids}`)])[0] as Written
  const asked = (run: () => unknown) => {
    ran.splice(0)
    run()
    return ran.filter(sql => /\bholds\b/.test(sql)).length
  }
  expect(asked(() => say())).toBe(1)
  expect(asked(() => Array.from({ length: 100 }, () => say()))).toBe(0)
  // one comes, and is lost again
  fails = true
  expect(() => store.commit([eventOf(heldOf('w1'), 'w1')])).toThrow()
  fails = false
  expect(store.commit([eventOf(messageOf('w1'), 'w2')])).toMatchObject([{ duplicate: false, seq: 102 }])
  expect(asked(() => say())).toBe(0)
  expect(store.commit([eventOf(heldOf('w3'), 'w3')])).toMatchObject([{ held: 'w3' }])
  // one goes, and is there again
  fails = true
  const end: Write = { kind: 'directory', change: { type: 'endHold', room: 'r', id: 'w3', at: 1 } }
  expect(() => store.commit([end, eventOf(messageOf('w4'), 'w4')])).toThrow()
  fails = false
  expect(store.commit([eventOf(messageOf('w3'), 'w5')])).toMatchObject([{ held: 'w3', duplicate: true }])
  store.commit([end])
  expect(asked(() => say())).toBe(1)
  expect([asked(() => say()), asked(() => say('s')), asked(() => say('s'))]).toEqual([0, 1, 0])
})

test('[MD68] where the disk is full nothing more waits or is let in, and what waits can be ended', () => {
  const store = new SqliteStore(fresh())
  const commit = (write: Write, full = true) => store.commit([write], full)[0]
  commit(eventOf(heldOf('c1'), 'h1'), false)
  commit(eventOf(heldOf('c2'), 'h2'), false)
  expect(commit(eventOf(messageOf('c1'), 'h3'))).toMatchObject({ held: 'h1', duplicate: true })
  expect(commit(eventOf(heldOf('c3'), 'h4'))).toBe('full')
  expect(commit(eventOf(messageOf('c1', { approves: 'h1' }), 'h5'))).toBe('full')
  const end: Write = { kind: 'directory', change: { type: 'endHold', room: 'r', id: 'h2', at: 1, audit: auditOf('e') } }
  expect(commit(end)).toMatchObject({ value: true })
  expect(commit(eventOf(messageOf('c2'), 'h6'))).toEqual({ refused: 'blocked_by_rule' })
  expect(commit(eventOf(messageOf('c1', { approves: 'h1' }), 'h5'), false)).toMatchObject({ seq: 1 })
})
