import type { RoomRecord } from '../../ports/directory.ts'
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
  pair_first: string | null
  pair_second: string | null
  filters: string | null
  hide_moderators: number
}

const COLUMNS =
  'room, kind, title, topic, slow_ms, write, locked, created_by, created_at, pair_first, pair_second, filters, hide_moderators'
/** As its index has it. */
const LISTED = "kind IN ('open', 'announce')"

/** How rooms are set that were made; a change is made within a transaction. */
export class SqliteRoomsMade {
  readonly #database: SqliteDatabase
  readonly #room
  readonly #direct
  readonly #listed
  readonly #madeBy
  readonly #allBy

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#room = database.prepare(`SELECT ${COLUMNS} FROM room_settings WHERE room = ?`)
    this.#direct = database.prepare(`SELECT ${COLUMNS} FROM room_settings WHERE pair_first = ? AND pair_second = ?`)
    this.#listed = database.prepare(
      `SELECT ${COLUMNS} FROM room_settings INDEXED BY room_settings_listed
       WHERE ${LISTED} AND room > ? ORDER BY room LIMIT ?`,
    )
    const made = "created_by = ? AND kind <> 'direct'"
    this.#madeBy = database.prepare(`SELECT count(*) AS count FROM room_settings WHERE ${made}`)
    this.#allBy = database.prepare(
      `SELECT ${COLUMNS} FROM room_settings INDEXED BY room_settings_by_maker
       WHERE ${made} AND room > ? ORDER BY room LIMIT ?`,
    )
  }

  allBy(user: string, after = '', limit: number): RoomRecord[] {
    return this.#allBy.all(user, after, limit).map(row => recordOf(row) as RoomRecord)
  }

  get(room: string): RoomRecord | undefined {
    return recordOf(this.#room.get(room))
  }

  direct(one: string, other: string): RoomRecord | undefined {
    return recordOf(one < other ? this.#direct.get(one, other) : this.#direct.get(other, one))
  }

  listed(after = '', limit: number): RoomRecord[] {
    return this.#listed.all(after, limit).map(row => recordOf(row) as RoomRecord)
  }

  madeBy(user: string): number {
    return (this.#madeBy.get(user) as { count: number }).count
  }

  put({ room, kind, title, topic, slowMs, write, locked, createdBy, createdAt, ...rest }: RoomRecord): void {
    const { pair, filters, hideModerators = false } = rest
    const texts = [title ?? null, topic ?? null]
    const some = [...(pair ?? [null, null]), filters ? JSON.stringify(filters) : null, Number(hideModerators)]
    this.#database
      .prepare(`INSERT OR REPLACE INTO room_settings (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(room, kind, ...texts, slowMs, write, Number(locked), createdBy, createdAt, ...some)
  }

  rename(from: string, to: string): void {
    this.#database.prepare('UPDATE room_settings SET room = ? WHERE room = ?').run(to, from)
  }
}

function recordOf(found: unknown): RoomRecord | undefined {
  if (found === undefined) return undefined
  const {
    slow_ms: slowMs,
    created_by: createdBy,
    created_at: createdAt,
    locked,
    title,
    topic,
    ...rest
  } = found as RoomRow
  const { pair_first: first, pair_second: second, filters, hide_moderators: hidden, ...same } = rest
  const texts = { title: title ?? undefined, topic: topic ?? undefined }
  const pair = first !== null && second !== null ? { pair: [first, second] as const } : {}
  const some = { ...(hidden === 1 && { hideModerators: true }), ...(filters && { filters: JSON.parse(filters) }) }
  return { ...same, ...texts, slowMs, locked: locked === 1, createdBy, createdAt, ...some, ...pair }
}
