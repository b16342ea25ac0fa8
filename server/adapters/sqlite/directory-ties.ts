import type { Invitation, ReadPosition } from '../../ports/directory.ts'
import type { SqliteDatabase } from './module.ts'

const INVITATION = 'SELECT room, user_id AS user, invited_by AS "by", invited_at AS "at" FROM invitations'
const POSITION = 'SELECT user_id AS user, room, epoch, seq FROM positions'
const COLUMN = { room: 'room', user: 'user_id', by: 'invited_by' } as const

/** Who is asked where, who blocked whom, and how far people have read; a change is made within a transaction. */
export class SqliteTies {
  readonly #database: SqliteDatabase
  readonly #invitation
  readonly #invitationsOf
  readonly #blocks
  readonly #isBlocked
  readonly #position
  readonly #positionsOf

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#invitation = database.prepare(`${INVITATION} WHERE room = ? AND user_id = ?`)
    this.#invitationsOf = database.prepare(`${INVITATION} WHERE user_id = ? AND room > ? ORDER BY room LIMIT ?`)
    this.#blocks = database.prepare('SELECT user_id AS user FROM blocks WHERE blocked_by = ? ORDER BY nth')
    this.#isBlocked = database.prepare('SELECT 1 FROM blocks WHERE blocked_by = ? AND user_id = ?')
    this.#position = database.prepare(`${POSITION} WHERE user_id = ? AND room = ?`)
    this.#positionsOf = database.prepare(`${POSITION} WHERE user_id = ? AND room > ? ORDER BY room LIMIT ?`)
  }

  invitation(room: string, user: string): Invitation | undefined {
    return this.#invitation.get(room, user) as Invitation | undefined
  }

  invitationsOf(user: string, after = '', limit: number): Invitation[] {
    return this.#invitationsOf.all(user, after, limit) as Invitation[]
  }

  countInvitations(of: 'room' | 'user' | 'by', key: string): number {
    return this.#count(`invitations WHERE ${COLUMN[of]} = ?`, key)
  }

  putInvitation({ room, user, by, at }: Invitation): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO invitations (room, user_id, invited_by, invited_at) VALUES (?, ?, ?, ?)')
      .run(room, user, by, at)
  }

  deleteInvitation(room: string, user: string): boolean {
    return this.#delete('invitations WHERE room = ? AND user_id = ?', room, user)
  }

  deleteInvitationsOf(user: string): Pick<Invitation, 'room' | 'user'>[] {
    const theirs = 'invitations WHERE user_id = ? OR invited_by = ?'
    const rows = this.#database.prepare(`SELECT room, user_id AS user FROM ${theirs} ORDER BY room, user_id`)
    const found = rows.all(user, user) as Pick<Invitation, 'room' | 'user'>[]
    this.#delete(theirs, user, user)
    return found
  }

  blocks(user: string): string[] {
    return (this.#blocks.all(user) as { user: string }[]).map(row => row.user)
  }

  isBlocked(by: string, user: string): boolean {
    return this.#isBlocked.get(by, user) !== undefined
  }

  countBlocks(by: string): number {
    return this.#count('blocks WHERE blocked_by = ?', by)
  }

  putBlock(by: string, user: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO blocks (blocked_by, user_id) VALUES (?, ?)').run(by, user)
  }

  deleteBlock(by: string, user: string): boolean {
    return this.#delete('blocks WHERE blocked_by = ? AND user_id = ?', by, user)
  }

  deleteBlocksOf(user: string): string[] {
    const others = this.#database.prepare(
      'SELECT user_id AS user FROM blocks WHERE blocked_by = ? UNION SELECT blocked_by FROM blocks WHERE user_id = ? ORDER BY 1',
    )
    const found = others.all(user, user) as { user: string }[]
    this.#delete('blocks WHERE blocked_by = ? OR user_id = ?', user, user)
    return found.map(row => row.user)
  }

  position(user: string, room: string): ReadPosition | undefined {
    return this.#position.get(user, room) as ReadPosition | undefined
  }

  positionsOf(user: string, after = '', limit: number): ReadPosition[] {
    return this.#positionsOf.all(user, after, limit) as ReadPosition[]
  }

  countPositions(user: string): number {
    return this.#count('positions WHERE user_id = ?', user)
  }

  /** As the last of its user. */
  putPosition({ user, room, epoch, seq }: ReadPosition): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO positions (user_id, room, epoch, seq) VALUES (?, ?, ?, ?)')
      .run(user, room, epoch, seq)
  }

  dropPosition(user: string): void {
    this.#delete('positions WHERE nth = (SELECT min(nth) FROM positions WHERE user_id = ?)', user)
  }

  deletePositionsOf(user: string): void {
    this.#delete('positions WHERE user_id = ?', user)
  }

  /** What is of a room is of another one from now on, where it replaces what there is. */
  rename(from: string, to: string): void {
    this.#database.prepare('UPDATE OR REPLACE invitations SET room = ? WHERE room = ?').run(to, from)
  }

  #count(what: string, key: string): number {
    return (this.#database.prepare(`SELECT count(*) AS count FROM ${what}`).get(key) as { count: number }).count
  }

  /** False: there was none. */
  #delete(what: string, ...keys: readonly string[]): boolean {
    return Number(this.#database.prepare(`DELETE FROM ${what}`).run(...keys).changes) > 0
  }
}
