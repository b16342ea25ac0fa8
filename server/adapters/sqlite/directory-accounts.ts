import { createHash } from 'node:crypto'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { Account, Erasure } from '../../ports/directory.ts'
import type { SqliteDatabase } from './module.ts'

interface AccountRow {
  id: string
  name: string
  role: Account['role']
  password: string | null
  issuer: string | null
  subject: string | null
  picture: string | null
  created_at: number
  seen_at: number
  not_before: number
}

const COLUMNS = 'id, name, role, password, issuer, subject, picture, created_at, seen_at, not_before'

/** People of whom it is known which ids they have. */
const PEOPLE = 20_000
/** Shared by most. */
const NONE: readonly string[] = []

/** The accounts of a database; a change is made within a transaction. */
export class SqliteAccounts {
  readonly #database: SqliteDatabase
  readonly #byId
  readonly #byKey
  readonly #bySubject
  readonly #byGuest
  readonly #kept
  readonly #keys
  readonly #guests
  readonly #ownerOf
  readonly #isRemoved
  /** By id, the others of the same person, where it was asked lately by who writes. */
  readonly #others = new BoundedMap<readonly string[]>(PEOPLE)

  constructor(database: SqliteDatabase) {
    this.#database = database
    const where = (condition: string) => database.prepare(`SELECT ${COLUMNS} FROM accounts WHERE ${condition}`)
    const withKey = 'id IN (SELECT account FROM account_keys WHERE key = ?)'
    this.#byId = where('id = ?')
    this.#byKey = where(`${withKey} AND password IS NOT NULL`)
    this.#bySubject = where('issuer = ? AND subject = ?')
    this.#byGuest = where('id = (SELECT account FROM account_guests WHERE guest_id = ?)')
    this.#kept = database.prepare(
      `SELECT 1 FROM accounts WHERE ${withKey} AND (password IS NOT NULL OR seen_at >= ?) LIMIT 1`,
    )
    this.#keys = database.prepare('SELECT key AS value FROM account_keys WHERE account = ? ORDER BY position')
    this.#guests = database.prepare('SELECT guest_id AS value FROM account_guests WHERE account = ? ORDER BY position')
    this.#ownerOf = database.prepare('SELECT account AS value FROM account_guests WHERE guest_id = ?')
    this.#isRemoved = database.prepare('SELECT 1 FROM removed_accounts WHERE id = ?')
  }

  /** After a transaction that failed. */
  invalidate(): void {
    this.#others.clear()
  }

  account(id: string): Account | undefined {
    return this.#read(this.#byId.get(id))
  }

  hasAccounts(): boolean {
    return this.#database.prepare('SELECT 1 FROM accounts LIMIT 1').get() !== undefined
  }

  accountNamed(keys: readonly string[]): Account | undefined {
    for (const key of keys) {
      const account = this.#read(this.#byKey.get(key))
      if (account) return account
    }
    return undefined
  }

  accountOf(issuer: string, subject: string): Account | undefined {
    return this.#read(this.#bySubject.get(issuer, subject))
  }

  accountOfGuest(guestId: string): Account | undefined {
    return this.#read(this.#byGuest.get(guestId))
  }

  /** Answered without the database where it was asked lately: every message asks. */
  otherIds(id: string): readonly string[] {
    const known = this.#others.get(id)
    if (known !== undefined) return known
    const [account = id] = valuesOf(this.#ownerOf.all(id))
    const all = [account, ...valuesOf(this.#guests.all(account))].filter(each => each !== id)
    const others = all.length > 0 ? all : NONE
    this.#others.set(id, others)
    return others
  }

  isNameKept(keys: readonly string[], since: number): boolean {
    return keys.some(key => this.#kept.get(key, since) !== undefined)
  }

  removed(ids: readonly string[]): ReadonlySet<string> {
    return new Set(ids.filter(id => this.#isRemoved.get(id) !== undefined))
  }

  put(account: Account, before: Account | undefined): void {
    const { id, name, role, password, issuer, subject, picture, createdAt, seenAt, notBefore } = account
    const optional = [password, issuer, subject, picture].map(value => value ?? null)
    this.#database
      .prepare(`INSERT OR REPLACE INTO accounts (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(id, name, role, ...optional, createdAt, seenAt, notBefore)
    if (account.keys !== before?.keys) this.#putList('account_keys', 'key', id, account.keys)
    if (account.guestIds === before?.guestIds) return
    this.#putList('account_guests', 'guest_id', id, account.guestIds)
    for (const each of [id, ...account.guestIds, ...(before?.guestIds ?? [])]) this.#others.forget(each)
  }

  delete({ id, guestIds }: Account): void {
    for (const each of [id, ...guestIds]) this.#others.forget(each)
    this.#putList('account_keys', 'key', id, [])
    this.#putList('account_guests', 'guest_id', id, [])
    this.#database.prepare('DELETE FROM accounts WHERE id = ?').run(id)
  }

  removedIds(after = '', limit: number): string[] {
    const rows = this.#database.prepare('SELECT id FROM removed_accounts WHERE id > ? ORDER BY id LIMIT ?')
    return (rows.all(after, limit) as { id: string }[]).map(({ id }) => id)
  }

  removedAt(issuer: string, subject: string): number {
    return this.removedBy(subjectKey(issuer, subject))
  }

  noteRemoval(issuer: string, subject: string, at: number): void {
    this.keepRemoval(subjectKey(issuer, subject), at)
  }

  erasures(after = '', limit: number): Erasure[] {
    const rows = this.#database.prepare('SELECT id, ids FROM erasures WHERE id > ? ORDER BY id LIMIT ?')
    return (rows.all(after, limit) as { id: string; ids: string }[]).map(({ id, ids }) => ({
      id,
      ids: JSON.parse(ids),
    }))
  }

  addRemoved(ids: readonly string[]): void {
    const add = this.#database.prepare('INSERT OR IGNORE INTO removed_accounts (id) VALUES (?)')
    for (const id of ids) add.run(id)
    this.#database.prepare('INSERT INTO erasures (id, ids) VALUES (?, ?)').run(ids[0] ?? '', JSON.stringify(ids))
  }

  keepRemoved(id: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO removed_accounts (id) VALUES (?)').run(id)
  }

  keepErasure({ id, ids }: Erasure): void {
    this.#database.prepare('INSERT OR IGNORE INTO erasures (id, ids) VALUES (?, ?)').run(id, JSON.stringify(ids))
  }

  removedBy(key: string): number {
    const found = this.#database.prepare('SELECT at FROM removals WHERE key = ?').get(key)
    return (found as { at: number } | undefined)?.at ?? 0
  }

  keepRemoval(key: string, at: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO removals (key, at) VALUES (?, ?)').run(key, at)
  }

  endErasure(id: string): void {
    this.#database.prepare('DELETE FROM erasures WHERE id = ?').run(id)
  }

  #putList(table: string, column: string, account: string, values: readonly string[]): void {
    this.#database.prepare(`DELETE FROM ${table} WHERE account = ?`).run(account)
    const add = this.#database.prepare(`INSERT INTO ${table} (${column}, account, position) VALUES (?, ?, ?)`)
    for (const [position, value] of values.entries()) add.run(value, account, position)
  }

  #read(found: unknown): Account | undefined {
    if (found === undefined) return undefined
    const { id, name, role, password, issuer, subject, picture, ...times } = found as AccountRow
    return {
      id,
      name,
      keys: valuesOf(this.#keys.all(id)),
      role,
      password: password ?? undefined,
      issuer: issuer ?? undefined,
      subject: subject ?? undefined,
      picture: picture ?? undefined,
      createdAt: times.created_at,
      seenAt: times.seen_at,
      notBefore: times.not_before,
      guestIds: valuesOf(this.#guests.all(id)),
    }
  }
}

function valuesOf(rows: unknown[]): string[] {
  return (rows as { value: string }[]).map(({ value }) => value)
}

/** Stands for somebody of a site without saying who they are. */
function subjectKey(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
}
