import type { Sanction } from '../../../sdk/protocol/policy.ts'
import type { DirectoryRows } from '../../directory/directory-rows.ts'
import type { Account, Membership, RoomRecord, SanctionRecord } from '../../ports/directory.ts'
import { SqliteAccounts } from './directory-accounts.ts'
import { SqliteRights } from './directory-rights.ts'
import type { SqliteDatabase } from './module.ts'

interface RoomRow {
  room: string
  kind: RoomRecord['kind']
  title: string | null
  topic: string | null
  slow_ms: number
  write: RoomRecord['write']
  locked: number
  created_by: string
  created_at: number
}

const COLUMNS = 'room, kind, title, topic, slow_ms, write, locked, created_by, created_at'

/** The directory of a database: questions at any time, changes within a transaction. */
export class SqliteDirectory implements DirectoryRows {
  readonly #database: SqliteDatabase
  readonly #accounts: SqliteAccounts
  readonly #rights: SqliteRights
  readonly #room
  /** The disk takes no new accounts and rooms; what keeps order in those that there are it takes. */
  full = false

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#accounts = new SqliteAccounts(database)
    this.#rights = new SqliteRights(database)
    this.#room = database.prepare(`SELECT ${COLUMNS} FROM room_settings WHERE room = ?`)
  }

  account = (id: string) => this.#accounts.account(id)
  hasAccounts = () => this.#accounts.hasAccounts()
  accountNamed = (keys: readonly string[]) => this.#accounts.accountNamed(keys)
  accountOf = (issuer: string, subject: string) => this.#accounts.accountOf(issuer, subject)
  accountOfGuest = (guestId: string) => this.#accounts.accountOfGuest(guestId)
  isNameKept = (keys: readonly string[], since: number) => this.#accounts.isNameKept(keys, since)
  removed = (ids: readonly string[]) => this.#accounts.removed(ids)
  removedIds = (after: string | undefined, limit: number) => this.#accounts.removedIds(after, limit)
  erasures = (after: string | undefined, limit: number) => this.#accounts.erasures(after, limit)
  removedAt = (issuer: string, subject: string) => this.#accounts.removedAt(issuer, subject)
  noteRemoval = (issuer: string, subject: string, at: number) => this.#accounts.noteRemoval(issuer, subject, at)
  addRemoved = (ids: readonly string[]) => this.#accounts.addRemoved(ids)
  endErasure = (id: string) => this.#accounts.endErasure(id)
  putAccount = (account: Account, before: Account | undefined) => this.#accounts.put(account, before)
  deleteAccount = (account: Account) => this.#accounts.delete(account)

  membership = (room: string, user: string) => this.#rights.membership(room, user)
  members = (room: string, after: string | undefined, limit: number) => this.#rights.members(room, after, limit)
  roomsOf = (user: string, after: string | undefined, limit: number) => this.#rights.roomsOf(user, after, limit)
  countRooms = (user: string) => this.#rights.countRooms(user)
  longest = (room: string, role: Membership['role'], butUser: string) => this.#rights.longest(room, role, butUser)
  putMembership = (membership: Membership) => this.#rights.put(membership)
  deleteMembership = (room: string, user: string) => this.#rights.delete(room, user)

  sanctions = (room: string, user: string, now: number) => this.#rights.sanctions(room, user, now)
  sanctionsOf = (user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number) =>
    this.#rights.sanctionsOf(user, after, limit)
  putSanction = (sanction: SanctionRecord) => this.#rights.putSanction(sanction)
  deleteSanction = (room: string, user: string, kind: Sanction['kind']) => this.#rights.deleteSanction(room, user, kind)
  deleteSanctionsOf = (user: string) => this.#rights.deleteSanctionsOf(user)
  dropEnded = (room: string, now: number) => this.#rights.dropEnded(room, now)

  hasRoom(table: Parameters<DirectoryRows['hasRoom']>[0]): boolean {
    return !this.full || table === 'memberships' || table === 'sanctions'
  }

  room(room: string): RoomRecord | undefined {
    const row = this.#room.get(room) as RoomRow | undefined
    if (!row) return undefined
    const { slow_ms: slowMs, created_by: createdBy, created_at: createdAt, locked, title, topic, ...same } = row
    const texts = { title: title ?? undefined, topic: topic ?? undefined }
    return { ...same, ...texts, slowMs, locked: locked === 1, createdBy, createdAt }
  }

  putRoom({ room, kind, title, topic, slowMs, write, locked, createdBy, createdAt }: RoomRecord): void {
    this.#database
      .prepare(`INSERT OR REPLACE INTO room_settings (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(room, kind, title ?? null, topic ?? null, slowMs, write, Number(locked), createdBy, createdAt)
  }

  /** Settings and rights go with a room to its new name. */
  rename(from: string, to: string): void {
    this.#database.prepare('UPDATE room_settings SET room = ? WHERE room = ?').run(to, from)
    this.#rights.rename(from, to)
  }
}
