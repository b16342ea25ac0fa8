import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DATABASE } from '../../server/adapters/sqlite/file.ts'
import { openFolder } from '../../server/adapters/sqlite/folder.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { SqliteThread } from '../../server/adapters/sqlite/thread.ts'
import type { Content } from '../../server/ports/room-log.ts'
import { accountOf, roomOf, sanctionOf } from '../support/server-kit/directories.ts'
import { heldOf, reportOf, snapshotOf } from '../support/server-kit/moderation.ts'
import { BUILT_WORKER, durableLog, storeOptions } from '../support/server-kit/room-logs.ts'
import { runBin } from '../support/spawn-server.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const sqlite = await loadSqlite()

function copyOf(folder: string): string {
  const made = mkdtempSync(path.join(tmpdir(), 'chat-directory-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  cpSync(folder, made, { recursive: true })
  return made
}

async function serve(folder: string) {
  const store = await SqliteThread.open(storeOptions({ folder }), BUILT_WORKER)
  const log = durableLog({ clock: new VirtualClock() }, store)
  onTestFinished(() => log.close())
  return log
}

const check = (data: string) => runBin(['check', '--data', data]).exited

/** A folder where somebody is known. */
async function known(): Promise<string> {
  const { folder } = storeOptions()
  const log = await serve(folder)
  await log.directory.addAccount(accountOf('ann', { guestIds: ['g:1'] }))
  await log.directory.addAccount(accountOf('gone'))
  await log.directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }])
  await log.directory.addSanction(sanctionOf('g:2'))
  await log.directory.addReport(
    reportOf('p1', 'm1', { snapshot: snapshotOf('m1', { user: { id: 'a:gone', name: 'G' } }) }),
  )
  await log.append(heldOf('c1', { user: { id: 'g:2', name: 'G' } }))
  await log.directory.removeAccount('a:gone')
  await log.close()
  return folder
}

test('[DR25] a folder of the first version opens with all that it held, and has a directory', async () => {
  const folder = copyOf(path.join(import.meta.dirname, '../fixtures/first-version/data'))
  const log = await serve(folder)
  const { seq } = await log.head('lobby')
  expect(seq).toBeGreaterThan(0)
  expect((await log.sessions()).length).toBeGreaterThan(0)
  expect(await log.directory.addAccount(accountOf('ann'))).toBe('ok')
  expect(await log.directory.addRoom(roomOf('lobby'))).toBe('ok')
  await log.close()
  expect(await check(folder)).toMatchObject({ code: 0 })
  const again = await serve(folder)
  expect(await again.head('lobby')).toMatchObject({ seq })
  expect(await again.directory.account('a:ann')).toEqual(accountOf('ann'))
})

test('[DR25] a backup has the directory, and a server serves on it', async () => {
  const folder = await known()
  const { folder: target } = storeOptions()
  const file = path.join(target, DATABASE)
  expect(await runBin(['backup', file, '--data', folder]).exited).toMatchObject({ code: 0 })
  const { directory } = await serve(target)
  expect(await directory.accountOfGuest('g:1')).toEqual(accountOf('ann', { guestIds: ['g:1'] }))
  expect(await directory.removed(['a:gone'])).toEqual(new Set(['a:gone']))
  expect(await directory.room('r')).toEqual(roomOf('r'))
  expect(await directory.membership('r', 'a:ann')).toMatchObject({ role: 'owner' })
  expect(await directory.sanctions('r', 'g:2', 0)).toEqual([sanctionOf('g:2')])
  expect(await directory.queue('r', 1)).toEqual({ reports: 1, held: 1 })
  expect(await directory.report('r', 'p1')).toMatchObject({ snapshot: { user: { deleted: true } } })
  expect(await directory.addAccount(accountOf('bob'))).toBe('ok')
})

test.each([
  ["DELETE FROM account_keys WHERE key = 'ann'", /1 accounts have no key for their name/],
  ["DELETE FROM accounts WHERE id = 'a:ann'", /2 keys and guests are of accounts that are not there/],
  ["INSERT INTO memberships VALUES ('r', 'a:gone', 'member', 1)", /1 removed accounts are still there/],
  ["INSERT INTO blocks (blocked_by, user_id) VALUES ('a:ann', 'a:gone')", /1 removed accounts are asked in, block/],
  [
    "INSERT INTO positions (user_id, room, epoch, seq) VALUES ('a:gone', 'r', 'e', 1)",
    /1 removed accounts are asked in/,
  ],
  ["INSERT INTO invitations VALUES ('r', 'a:ann', 'a:bob', 1)", /1 people are asked into rooms that nobody made, or/],
  ["INSERT INTO invitations VALUES ('s', 'a:bob', 'a:ann', 1)", /1 people are asked into rooms that nobody made/],
  [
    `INSERT INTO room_settings VALUES ('dm:1', 'direct', NULL, NULL, 0, 'guest', 0, 'a:ann', 1, 'a:ann', 'a:bob', NULL, 0);
       INSERT INTO memberships VALUES ('dm:1', 'a:cid', 'member', 1)`,
    /1 direct rooms have a member who is none of their pair/,
  ],
  [
    `INSERT INTO accounts SELECT 'a:other', name, role, password, issuer, subject, picture, created_at, seen_at, not_before
       FROM accounts; INSERT INTO account_keys VALUES ('ann', 'a:other', 0)`,
    /1 names with a password look like another one/,
  ],
  [
    "INSERT INTO holds VALUES ('h', 'r', 'a:gone', '', 'c', 'T', NULL, NULL, NULL, 1, NULL)",
    /1 removed accounts have messages that wait/,
  ],
  [
    "INSERT INTO audit VALUES ('e', 'r', 1, 'a:gone', 'Gone', 'c', 'sanction', NULL, NULL, NULL)",
    /1 removed accounts have a name in reports or in what was done/,
  ],
  [
    `INSERT INTO reports VALUES ('p', 'r', 'a:ann', 'Ann', 'spam', NULL, 1, 'message m', NULL, 'a:gone',
       '{"user":{"id":"a:gone","name":"Gone"}}', NULL)`,
    /1 removed accounts have a name in reports or in what was done/,
  ],
  [
    "INSERT INTO holds VALUES ('h', 'r', 'a:ann', '', 'c', 'T', NULL, NULL, NULL, 1, 2)",
    /1 messages that were rejected still say something/,
  ],
])('[ST26] check finds what cannot be said of people: %s', async (planted, words) => {
  const folder = await known()
  expect(await check(folder)).toMatchObject({ code: 0 })
  const database = sqlite.open(path.join(folder, DATABASE))
  database.exec(planted)
  database.close()
  expect(await check(folder)).toMatchObject({ code: 1, stdout: expect.stringMatching(words) })
})

test('[ST26] check has nothing against a room whose own events came before its messages, also when they are given up, and finds a hole in them', async () => {
  const options = storeOptions({ retention: { ageMs: undefined, messages: 5, dedupeMs: 10 } })
  const folder = await openFolder(options)
  const user = { id: 'a:host', name: 'Host' }
  const write = (n: number, content: Content, sentAt = 1) =>
    folder.commit([{ kind: 'event', room: 'r', user, cid: `c${n}`, id: `i${n}`, sentAt, content }])
  const place = (n: number) => write(n, { kind: 'member_changed', member: { id: `a:${n}`, name: 'x' }, role: 'member' })
  const trim = (now: number) => {
    while (folder.trim(now).more);
  }
  for (let n = 1; n <= 20; n++) place(n)
  write(21, { kind: 'new_message', text: 'hello' })
  const sound = async () => expect(await check(options.folder)).toMatchObject({ code: 0 })
  await sound()
  // so many that the first ones are given up, and later their rows
  for (let n = 22; n <= 340; n++) place(n)
  trim(2)
  await sound()
  trim(100)
  await sound()
  folder.close()
  const database = sqlite.open(path.join(options.folder, DATABASE))
  database.exec('DELETE FROM changes WHERE seq IN (100, 101)')
  database.close()
  expect(await check(options.folder)).toMatchObject({ code: 1, stdout: expect.stringMatching(/room r misses 2 seqs/) })
})
