import { userOf } from '../../../sdk/protocol/user-of.ts'
import { subjectOf } from '../../directory/moderation-rows.ts'
import type { AuditRecord, ReportRecord, Snapshot } from '../../ports/moderation.ts'
import type { SqliteDatabase } from './module.ts'

interface ReportRow {
  id: string
  room: string
  by_id: string
  by_name: string
  category: ReportRecord['category']
  note: string | null
  reported_at: number
  appeal: string | null
  snapshot: string | null
  closed_at: number | null
}

interface AuditRow {
  id: string
  room: string
  done_at: number
  by_id: string
  by_name: string
  cid: string
  action: string
  target: string | null
  reason: string | null
}

const REPORT = 'SELECT id, room, by_id, by_name, category, note, reported_at, appeal, snapshot, closed_at FROM reports'
const ENTRY = 'SELECT id, room, done_at, by_id, by_name, cid, action, target, reason FROM audit'

/** What was reported, and what those who keep order did; a change is made within a transaction. */
export class SqliteModeration {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  report(room: string, id: string): ReportRecord | undefined {
    const [found] = this.#reports('id = ?', id)
    return found?.room === room ? found : undefined
  }

  reports(room: string, after = '', limit: number): ReportRecord[] {
    return this.#reports('room = ? AND id > ? AND closed_at IS NULL ORDER BY id LIMIT ?', room, after, limit)
  }

  reportsBy(user: string, after = '', limit: number): ReportRecord[] {
    return this.#reports('by_id = ? AND id > ? ORDER BY id LIMIT ?', user, after, limit)
  }

  knownReport(report: ReportRecord): string | undefined {
    const found = this.#database
      .prepare('SELECT id FROM reports WHERE room = ? AND by_id = ? AND subject = ?')
      .get(report.room, report.by.id, subjectOf(report))
    return (found as { id: string } | undefined)?.id
  }

  countReports(room: string, most: number): number {
    const open = this.#database.prepare('SELECT 1 FROM reports WHERE room = ? AND closed_at IS NULL LIMIT ?')
    return open.all(room, most).length
  }

  putReport(report: ReportRecord): void {
    const { id, room, by, category, note, at, appeal, snapshot } = report
    const some = [appeal ? JSON.stringify(appeal) : null, snapshot?.user.id ?? null]
    this.#database
      .prepare(
        `INSERT OR IGNORE INTO reports (id, room, by_id, by_name, category, note, reported_at, subject, appeal, author, snapshot)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, room, by.id, by.name, category, note ?? null, at, subjectOf(report), ...some],
        snapshot ? JSON.stringify(snapshot) : null,
      )
  }

  closeReport(room: string, id: string, at: number): boolean {
    const close = this.#database.prepare(
      'UPDATE reports SET closed_at = ? WHERE id = ? AND room = ? AND closed_at IS NULL',
    )
    return Number(close.run(at, id, room).changes) > 0
  }

  eraseSnapshots(before: number, limit: number): number {
    const due = `SELECT id FROM reports
      WHERE closed_at IS NOT NULL AND closed_at < ? AND snapshot IS NOT NULL ORDER BY closed_at LIMIT ?`
    const erase = this.#database.prepare(`UPDATE reports SET snapshot = NULL WHERE id IN (${due})`)
    return Number(erase.run(before, limit).changes)
  }

  /** Newest first. */
  audit(room: string, before = '\u{10FFFF}', limit: number): AuditRecord[] {
    return this.#entries('room = ? AND id < ? ORDER BY id DESC LIMIT ?', room, before, limit)
  }

  deed(by: string, cid: string): AuditRecord | undefined {
    return this.#entries('by_id = ? AND cid = ?', by, cid)[0]
  }

  putAudit({ id, room, at, by, cid, action, target, reason }: AuditRecord): void {
    const some = [target?.user?.id ?? null, target ? JSON.stringify(target) : null, reason ?? null]
    this.#database
      .prepare(
        `INSERT OR IGNORE INTO audit (id, room, done_at, by_id, by_name, cid, action, about, target, reason)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, room, at, by.id, by.name, cid, action, ...some)
  }

  forgetAudit(before: number, limit: number): number {
    const due = 'SELECT id FROM audit WHERE done_at < ? ORDER BY done_at LIMIT ?'
    return Number(this.#database.prepare(`DELETE FROM audit WHERE id IN (${due})`).run(before, limit).changes)
  }

  forgetNamesOf(user: string): void {
    const nameless = JSON.stringify(userOf(user, ''))
    const run = (sql: string, ...values: string[]) => this.#database.prepare(sql).run(...values)
    run("UPDATE reports SET by_name = '' WHERE by_id = ?", user)
    run(
      "UPDATE reports SET snapshot = json_set(snapshot, '$.user', json(?)) WHERE author = ? AND snapshot IS NOT NULL",
      ...[nameless, user],
    )
    run("UPDATE audit SET by_name = '' WHERE by_id = ?", user)
    run("UPDATE audit SET target = json_set(target, '$.user', json(?)) WHERE about = ?", nameless, user)
  }

  rename(from: string, to: string): void {
    for (const table of ['reports', 'audit'])
      this.#database.prepare(`UPDATE OR REPLACE ${table} SET room = ? WHERE room = ?`).run(to, from)
  }

  #reports(where: string, ...values: (string | number)[]): ReportRecord[] {
    return (this.#database.prepare(`${REPORT} WHERE ${where}`).all(...values) as ReportRow[]).map(reportOf)
  }

  #entries(where: string, ...values: (string | number)[]): AuditRecord[] {
    return (this.#database.prepare(`${ENTRY} WHERE ${where}`).all(...values) as AuditRow[]).map(entryOf)
  }
}

function reportOf({ id, room, by_id, by_name, category, reported_at: at, ...some }: ReportRow): ReportRecord {
  return {
    ...{ id, room, by: userOf(by_id, by_name), category, at },
    note: some.note ?? undefined,
    appeal: some.appeal === null ? undefined : JSON.parse(some.appeal),
    snapshot: some.snapshot === null ? undefined : (JSON.parse(some.snapshot) as Snapshot),
    closedAt: some.closed_at ?? undefined,
  }
}

function entryOf({ id, room, done_at: at, by_id, by_name, cid, action, target, reason }: AuditRow): AuditRecord {
  return {
    ...{ id, room, at, by: userOf(by_id, by_name), cid, action },
    target: target === null ? undefined : JSON.parse(target),
    reason: reason ?? undefined,
  }
}
