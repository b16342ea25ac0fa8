import { userOf } from '../../../sdk/protocol/user-of.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { KnownHold } from '../../directory/moderation-rows.ts'
import { HOLD_MS, type HoldRecord } from '../../ports/moderation.ts'
import type { SqliteDatabase } from './module.ts'

interface HoldRow {
  id: string
  room: string
  user_id: string
  user_name: string
  cid: string
  text: string
  reply_id: string | null
  mentions: string | null
  rule: string | null
  held_at: number
}

const HOLD = 'SELECT id, room, user_id, user_name, cid, text, reply_id, mentions, rule, held_at FROM holds'
/** Rooms of which it is known that nothing waits or was rejected there. */
const ROOMS = 20_000

/** Messages that wait, and of rejected ones whose they were; a change is made within a transaction. */
export class SqliteHolds {
  readonly #database: SqliteDatabase
  readonly #statements: ReturnType<typeof prepareAll>
  readonly #without = new BoundedMap<true>(ROOMS)

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#statements = prepareAll(database)
  }

  /** After a transaction that failed. */
  invalidate(): void {
    this.#without.clear()
  }

  get(room: string, id: string): HoldRecord | undefined {
    const [found] = holdsIn(this.#statements.one.all(id))
    return found?.room === room ? found : undefined
  }

  page(room: string, now: number, after = '', limit: number): HoldRecord[] {
    return holdsIn(this.#statements.page.all(room, after, now - HOLD_MS, limit))
  }

  of(room: string, ids: readonly string[], now: number): HoldRecord[] {
    const own = [...new Set(ids)].flatMap(id => holdsIn(this.#statements.of.all(room, id, now - HOLD_MS)))
    return own.sort((one, other) => (one.id < other.id ? -1 : 1))
  }

  by(user: string, after = '', limit: number): HoldRecord[] {
    const own = this.#database.prepare(`${HOLD} WHERE user_id = ? AND id > ? AND ended_at IS NULL ORDER BY id LIMIT ?`)
    return holdsIn(own.all(user, after, limit))
  }

  /** Answered without the database where there was none when it was asked last. */
  has(room: string): boolean {
    if (this.#without.get(room)) return false
    if (this.#statements.any.get(room) !== undefined) return true
    this.#without.set(room, true)
    return false
  }

  known(room: string, user: string, cid: string): KnownHold | undefined {
    const found = this.#statements.known.get(room, user, cid) as
      | { id: string; at: number; endedAt: number | null }
      | undefined
    return found && { ...found, endedAt: found.endedAt ?? undefined }
  }

  count(room: string, now: number, most: number, ids?: readonly string[]): number {
    const since = now - HOLD_MS
    const { some, someOf } = this.#statements
    if (ids === undefined) return some.all(room, since, most).length
    const counts = [...new Set(ids)].map(id => someOf.all(room, id, since, most).length)
    return Math.min(
      most,
      counts.reduce((sum, count) => sum + count, 0),
    )
  }

  put({ id, room, user, cid, text, replyTo, mentions, rule, at }: HoldRecord): void {
    const some = [replyTo ?? null, mentions ? JSON.stringify(mentions) : null, rule ?? null]
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO holds (id, room, user_id, user_name, cid, text, reply_id, mentions, rule, held_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, room, user.id, user.name, cid, text, ...some, at)
    this.#without.forget(room)
  }

  reject(id: string, at: number): void {
    this.#database
      .prepare(
        `UPDATE holds SET text = '', user_name = '', reply_id = NULL, mentions = NULL, rule = NULL, ended_at = ?
         WHERE id = ?`,
      )
      .run(at, id)
  }

  delete(id: string): void {
    this.#database.prepare('DELETE FROM holds WHERE id = ?').run(id)
  }

  deleteOf(user: string): string[] {
    const waited = this.#database
      .prepare('SELECT DISTINCT room FROM holds WHERE user_id = ? AND ended_at IS NULL ORDER BY room')
      .all(user)
    this.#database.prepare('DELETE FROM holds WHERE user_id = ?').run(user)
    return (waited as { room: string }[]).map(({ room }) => room)
  }

  old(since: number, limit: number): HoldRecord[] {
    const old = `${HOLD} WHERE ended_at IS NULL AND held_at <= ? ORDER BY held_at, id LIMIT ?`
    return holdsIn(this.#database.prepare(old).all(since, limit))
  }

  forget(before: number, limit: number): number {
    const gone = 'SELECT id FROM holds WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?'
    return Number(this.#database.prepare(`DELETE FROM holds WHERE id IN (${gone})`).run(before, limit).changes)
  }

  rename(from: string, to: string): void {
    this.#database.prepare('UPDATE OR REPLACE holds SET room = ? WHERE room = ?').run(to, from)
    this.#without.clear()
  }
}

function holdsIn(rows: readonly unknown[]): HoldRecord[] {
  return (rows as HoldRow[]).map(({ id, room, user_id, user_name, cid, text, held_at: at, ...some }) => ({
    ...{ id, room, user: userOf(user_id, user_name), cid, text },
    replyTo: some.reply_id ?? undefined,
    mentions: some.mentions === null ? undefined : JSON.parse(some.mentions),
    rule: some.rule ?? undefined,
    at,
  }))
}

function prepareAll(database: SqliteDatabase) {
  const waiting = 'ended_at IS NULL AND held_at > ?'
  return {
    one: database.prepare(`${HOLD} WHERE id = ? AND ended_at IS NULL`),
    page: database.prepare(`${HOLD} WHERE room = ? AND id > ? AND ${waiting} ORDER BY id LIMIT ?`),
    of: database.prepare(`${HOLD} WHERE room = ? AND user_id = ? AND ${waiting}`),
    any: database.prepare('SELECT 1 FROM holds WHERE room = ? LIMIT 1'),
    known: database.prepare(
      'SELECT id, held_at AS "at", ended_at AS endedAt FROM holds WHERE room = ? AND user_id = ? AND cid = ?',
    ),
    some: database.prepare(`SELECT 1 FROM holds WHERE room = ? AND ${waiting} LIMIT ?`),
    someOf: database.prepare(`SELECT 1 FROM holds WHERE room = ? AND user_id = ? AND ${waiting} LIMIT ?`),
  }
}
