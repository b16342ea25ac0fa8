import type { Erasure, Invitation, Membership, ReadPosition, SanctionRecord } from '../../ports/directory.ts'
import type { ImportedEntry } from '../../wire/import-entry.ts'
import type { SqliteDirectory } from './directory.ts'
import type { SqliteDatabase } from './module.ts'

/** What is known of rooms and of people in them, each as a line of an export. */
export function* allEntries(database: SqliteDatabase, directory: SqliteDirectory): Generator<ImportedEntry> {
  for (const row of all(database, 'SELECT room FROM room_settings ORDER BY room')) {
    const record = directory.room((row as { room: string }).room)
    if (record) yield { type: 'room', ...record }
  }
  for (const row of all(database, 'SELECT room, user_id AS user, role, since FROM memberships ORDER BY room, user_id'))
    yield { type: 'membership', ...(row as Membership) }
  const invitations = 'SELECT room, user_id AS user, invited_by AS "by", invited_at AS "at" FROM invitations'
  for (const row of all(database, `${invitations} ORDER BY room, user_id`))
    yield { type: 'invitation', ...(row as Invitation) }
  for (const row of all(database, 'SELECT blocked_by AS "by", user_id AS user FROM blocks ORDER BY nth'))
    yield { type: 'block', ...(row as { by: string; user: string }) }
  for (const row of all(database, 'SELECT user_id AS user, room, epoch, seq FROM positions ORDER BY nth'))
    yield { type: 'position', ...(row as ReadPosition) }
  const sanctions = `SELECT room, user_id AS user, kind, until, reason, laid_by AS "by", laid_at AS "at" FROM sanctions`
  // what stands for an address does so in this folder alone
  for (const row of all(database, `${sanctions} WHERE substr(user_id, 1, 3) <> 'ip:' ORDER BY room, user_id, kind`))
    yield { type: 'sanction', ...withoutNulls(row as SanctionRecord) }
}

/** Accounts with the hashes of their passwords, and who was removed, each as such a line. */
export function* allAccounts(database: SqliteDatabase, directory: SqliteDirectory): Generator<ImportedEntry> {
  for (const row of all(database, 'SELECT id FROM accounts ORDER BY id')) {
    const account = directory.account((row as { id: string }).id)
    if (account) yield { type: 'account', ...account, keys: [...account.keys], guestIds: [...account.guestIds] }
  }
  for (const row of all(database, 'SELECT id FROM removed_accounts ORDER BY id'))
    yield { type: 'removed', id: (row as { id: string }).id }
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: Erasure[] = directory.erasures(after, ERASURES)
    for (const { id, ids } of page) yield { type: 'erasure', id, ids: [...ids] }
    after = page.length < ERASURES ? undefined : page.at(-1)?.id
  }
  for (const row of all(database, 'SELECT key, at FROM removals ORDER BY key'))
    yield { type: 'removal', ...(row as { key: string; at: number }) }
}

const ERASURES = 1_000

function all(database: SqliteDatabase, sql: string): Iterable<unknown> {
  return database.prepare(sql).iterate()
}

function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
}
