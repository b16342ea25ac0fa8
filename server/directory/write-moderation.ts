import type { DirectoryNews } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { type AuditRecord, HOLD_MS, type HoldRecord, REPORTS_OF_ROOM, type ReportRecord } from '../ports/moderation.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { addAudit, asKnown } from './write-audit.ts'

/** What ends of something in a room. */
interface End {
  readonly room: string
  readonly id: string
  readonly at: number
}

const NO: DirectoryAnswer = { value: false, news: [] }

export function addReport(rows: DirectoryRows, report: ReportRecord): DirectoryAnswer | 'full' {
  const known = rows.knownReport(report)
  if (known !== undefined) return { value: { id: known, isNew: false }, news: [] }
  const { id, room, by, snapshot } = report
  if (rows.countReports(room, REPORTS_OF_ROOM) >= REPORTS_OF_ROOM) return { value: 'too_many', news: [] }
  if (!rows.hasRoom('reports')) return 'full'
  const reported = snapshot && { ...snapshot, user: asKnown(rows, snapshot.user) }
  rows.putReport({ ...report, by: asKnown(rows, by), snapshot: reported })
  return { value: { id, isNew: true }, news: [{ type: 'queue', room }] }
}

export function closeReport(
  rows: DirectoryRows,
  { room, id, at, audit }: End & { audit: AuditRecord },
): DirectoryAnswer {
  if (!rows.closeReport(room, id, at)) return NO
  addAudit(rows, audit)
  return { value: true, news: [{ type: 'queue', room }] }
}

/** With a deed it is rejected; without one its author has taken it back, and nothing of it is known any more. */
export function endHold(
  rows: DirectoryRows,
  { room, id, at, audit }: End & { audit?: AuditRecord | undefined },
): DirectoryAnswer {
  const hold = waiting(rows, room, id, at)
  if (!hold) return NO
  if (audit) rows.rejectHold(id, at)
  else rows.deleteHold(id)
  addAudit(rows, audit)
  return { value: true, news: ended(rows, hold, 'rejected') }
}

export function note(rows: DirectoryRows, audit: AuditRecord): DirectoryAnswer {
  addAudit(rows, audit)
  return { value: undefined, news: [] }
}

/** A hold of a room that is neither ended nor too old. */
export function waiting(rows: DirectoryRows, room: string, id: string, now: number): HoldRecord | undefined {
  const hold = rows.hold(room, id)
  return hold && hold.at > now - HOLD_MS ? hold : undefined
}

/** Told of a message that waits no longer: whoever wrote it as a guest may be somebody by now, and still be here as that guest. */
export function ended(
  rows: DirectoryRows,
  { room, id, user }: HoldRecord,
  outcome: 'approved' | 'rejected',
): DirectoryNews[] {
  const ids = new Set([rows.accountOfGuest(user.id)?.id ?? user.id, user.id])
  const told = [...ids].map(each => ({ type: 'hold', room, user: each, hold: id, outcome }) as const)
  return [{ type: 'queue', room }, ...told]
}

/** What is kept of somebody who is removed for those who keep order: what they reported and did stays, without their name. */
export function removeTraces(rows: DirectoryRows, id: string): DirectoryNews[] {
  rows.forgetNamesOf(id)
  return rows.deleteHoldsOf(id).map(room => ({ type: 'queue', room }))
}
