import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { SqliteDatabase } from './module.ts'

interface SessionRow {
  token_hash: string
  id: string
  user_id: string
  user_name: string
  ends_at: number
  used_at: number
  named_at: number
}

const COLUMNS = 'token_hash, id, user_id, user_name, ends_at, used_at, named_at'

/** The logins of a database. */
export class SqliteSessions {
  readonly #all
  readonly #keep
  readonly #drop

  constructor(database: SqliteDatabase) {
    this.#all = database.prepare(`SELECT ${COLUMNS} FROM sessions`)
    this.#keep = database.prepare(`INSERT OR REPLACE INTO sessions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
    this.#drop = database.prepare('DELETE FROM sessions WHERE token_hash = ?')
  }

  all(): StoredSession[] {
    return (this.#all.all() as SessionRow[]).map(row => ({
      tokenHash: row.token_hash,
      id: row.id,
      user: userOf(row.user_id, row.user_name),
      endsAt: row.ends_at,
      usedAt: row.used_at,
      namedAt: row.named_at,
    }))
  }

  keep({ tokenHash, id, user, endsAt, usedAt, namedAt }: StoredSession): void {
    this.#keep.run(tokenHash, id, user.id, user.name, endsAt, usedAt, namedAt)
  }

  drop(tokenHash: string): void {
    this.#drop.run(tokenHash)
  }
}
