import type { AuditRecord, HoldRecord, ModerationTables, ReportRecord } from '../ports/moderation.ts'

/** What is known of a message that waits, or was rejected at `endedAt`. */
export interface KnownHold {
  readonly id: string
  readonly at: number
  readonly endedAt?: number | undefined
}

/** What a change of what keeps order may ask and do, within one transaction; a store answers it in its own way. */
export interface ModerationRows extends ModerationTables {
  /** Whether anything is kept of a message that waited here. Every message asks, so that it costs next to nothing. */
  hasHolds(room: string): boolean
  knownHold(room: string, user: string, cid: string): KnownHold | undefined
  /** How many wait at `now`, counted up to `most`; `ids`: of these people. */
  countHolds(room: string, now: number, most: number, ids?: readonly string[]): number
  putHold(hold: HoldRecord): void
  /** What it says is gone; its cid stays known. */
  rejectHold(id: string, at: number): void
  deleteHold(id: string): void
  /** All of theirs; the rooms where any waited. */
  deleteHoldsOf(user: string): string[]
  /** Those that wait since then or longer, the longest first. */
  oldHolds(since: number, limit: number): HoldRecord[]
  /** Of those that were rejected before, some; how many went. */
  forgetHolds(before: number, limit: number): number

  /** The first report of the same by the same person: its id. */
  knownReport(report: ReportRecord): string | undefined
  /** How many are open, counted up to `most`. */
  countReports(room: string, most: number): number
  putReport(report: ReportRecord): void
  /** False: there is no such one that is open. */
  closeReport(room: string, id: string, at: number): boolean
  /** Of what was reported, where its report was closed before; how many. */
  eraseSnapshots(before: number, limit: number): number

  putAudit(audit: AuditRecord): void
  /** Of the entries from before, some; how many went. */
  forgetAudit(before: number, limit: number): number

  /** They have no name any more in reports, in what these are about, and in entries. */
  forgetNamesOf(user: string): void

  /** Of guests and addresses, in all rooms, also those that have ended. */
  countGuestSanctions(): number
  /** Some of those of guests and addresses that have ended, in all rooms. */
  dropEndedOfGuests(now: number): void
}

/** What a report is of: the same of one person in one room is the same report. */
export function subjectOf({ snapshot, appeal }: Pick<ReportRecord, 'snapshot' | 'appeal'>): string {
  return appeal ? `appeal ${appeal.kind} ${appeal.laidAt}` : `message ${snapshot?.id}`
}
