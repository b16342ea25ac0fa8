import type { Membership, SanctionRecord } from '../../ports/directory.ts'
import type { SqliteDatabase } from './module.ts'

interface SanctionRow extends Omit<SanctionRecord, 'until' | 'reason'> {
  until: number | null
  reason: string | null
}

const MEMBERSHIP = 'SELECT room, user_id AS user, role, since FROM memberships'
const SANCTION = 'SELECT room, user_id AS user, kind, until, reason, laid_by AS "by", laid_at AS "at" FROM sanctions'
/** As the indexes of those have it, which hold no others; the first part makes a search of it. */
const OF_GUESTS = "user_id > '' AND substr(user_id, 1, 2) <> 'a:'"
/** Ended sanctions that go with one that comes. */
const ENDED = 100

/** Who has which place in which room, and what was laid on whom; a change is made within a transaction. */
export class SqliteRights {
  readonly #database: SqliteDatabase
  readonly #membership
  readonly #members
  readonly #roomsOf
  readonly #shared
  readonly #sanctions

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#membership = database.prepare(`${MEMBERSHIP} WHERE room = ? AND user_id = ?`)
    this.#members = database.prepare(`${MEMBERSHIP} WHERE room = ? AND user_id > ? ORDER BY user_id LIMIT ?`)
    this.#roomsOf = database.prepare(`${MEMBERSHIP} WHERE user_id = ? AND room > ? ORDER BY room LIMIT ?`)
    this.#shared = database.prepare(
      `SELECT 1 FROM memberships one JOIN memberships other ON other.room = one.room
       WHERE one.user_id = ? AND other.user_id = ? LIMIT 1`,
    )
    this.#sanctions = database.prepare(
      `${SANCTION} WHERE user_id = ? AND room IN ('', ?) AND (until IS NULL OR until > ?) ORDER BY room, kind`,
    )
  }

  membership(room: string, user: string): Membership | undefined {
    return this.#membership.get(room, user) as Membership | undefined
  }

  members(room: string, after = '', limit: number): Membership[] {
    return this.#members.all(room, after, limit) as Membership[]
  }

  roomsOf(user: string, after = '', limit: number): Membership[] {
    return this.#roomsOf.all(user, after, limit) as Membership[]
  }

  shareRoom(one: string, other: string): boolean {
    return this.#shared.get(one, other) !== undefined
  }

  countRooms(user: string): number {
    const counted = this.#database.prepare('SELECT count(*) AS count FROM memberships WHERE user_id = ?').get(user)
    return (counted as { count: number }).count
  }

  longest(room: string, role: Membership['role'], butUser: string): Membership | undefined {
    const [found] = this.#database
      .prepare(`${MEMBERSHIP} WHERE room = ? AND role = ? AND user_id <> ? ORDER BY since, user_id LIMIT 1`)
      .all(room, role, butUser)
    return found as Membership | undefined
  }

  put({ room, user, role, since }: Membership): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO memberships (room, user_id, role, since) VALUES (?, ?, ?, ?)')
      .run(room, user, role, since)
  }

  delete(room: string, user: string): void {
    this.#database.prepare('DELETE FROM memberships WHERE room = ? AND user_id = ?').run(room, user)
  }

  sanctions(room: string, user: string, now: number): SanctionRecord[] {
    return sanctionsIn(this.#sanctions.all(user, room, now))
  }

  sanctionsOf(user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number): SanctionRecord[] {
    const { room, kind } = after ?? { room: '', kind: '' }
    const all = this.#database.prepare(
      `${SANCTION} WHERE user_id = ? AND (room, kind) > (?, ?) ORDER BY room, kind LIMIT ?`,
    )
    return sanctionsIn(all.all(user, room, kind, limit))
  }

  putSanction({ room, user, kind, until, reason, by, at }: SanctionRecord): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO sanctions (room, user_id, kind, until, reason, laid_by, laid_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(room, user, kind, until ?? null, reason ?? null, by, at)
  }

  deleteSanction(room: string, user: string, kind: SanctionRecord['kind']): boolean {
    const run = this.#database.prepare('DELETE FROM sanctions WHERE room = ? AND user_id = ? AND kind = ?')
    return Number(run.run(room, user, kind).changes) > 0
  }

  deleteSanctionsOf(user: string): string[] {
    const rows = this.#database.prepare('SELECT DISTINCT room FROM sanctions WHERE user_id = ? ORDER BY room').all(user)
    this.#database.prepare('DELETE FROM sanctions WHERE user_id = ?').run(user)
    return (rows as { room: string }[]).map(({ room }) => room)
  }

  dropEnded(room: string, now: number): void {
    this.#database
      .prepare(
        `DELETE FROM sanctions WHERE (room, user_id, kind) IN (
           SELECT room, user_id, kind FROM sanctions WHERE room = ? AND until <= ? ORDER BY until, user_id, kind LIMIT ${ENDED}
         )`,
      )
      .run(room, now)
  }

  /** Those of guests and addresses that last. */
  guestSanctions(
    now: number,
    after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined,
    limit: number,
  ): SanctionRecord[] {
    const { user, room, kind } = after ?? { user: '', room: '', kind: '' }
    const found = this.#database.prepare(
      `${SANCTION} INDEXED BY sanctions_of_guests WHERE ${OF_GUESTS} AND (user_id, room, kind) > (?, ?, ?)
       AND (until IS NULL OR until > ?) ORDER BY user_id, room, kind LIMIT ?`,
    )
    return sanctionsIn(found.all(user, room, kind, now, limit))
  }

  countGuestSanctions(): number {
    const counted = this.#database
      .prepare(`SELECT count(*) AS count FROM sanctions INDEXED BY sanctions_of_guests WHERE ${OF_GUESTS}`)
      .get()
    return (counted as { count: number }).count
  }

  dropEndedOfGuests(now: number): void {
    this.#database
      .prepare(
        `DELETE FROM sanctions WHERE (room, user_id, kind) IN (
           SELECT room, user_id, kind FROM sanctions INDEXED BY sanctions_of_guests_by_end
           WHERE substr(user_id, 1, 2) <> 'a:' AND until <= ? ORDER BY until LIMIT ${ENDED})`,
      )
      .run(now)
  }

  /** What is of a room is of another one from now on, where it replaces what there is. */
  rename(from: string, to: string): void {
    for (const table of ['memberships', 'sanctions'])
      this.#database.prepare(`UPDATE OR REPLACE ${table} SET room = ? WHERE room = ?`).run(to, from)
  }
}

function sanctionsIn(rows: readonly unknown[]): SanctionRecord[] {
  return (rows as SanctionRow[]).map(({ until, reason, ...row }) => ({
    ...row,
    until: until ?? undefined,
    reason: reason ?? undefined,
  }))
}
