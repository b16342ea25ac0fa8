import type { ReportCategory } from '../../sdk/protocol/moderation.ts'
import type { SanctionKind } from '../../sdk/protocol/policy.ts'
import type { User } from '../../sdk/protocol/records.ts'
import type { AuditRecord } from './audit.ts'
import type { Mention } from './room-log.ts'
import type { SanctionRecord } from './sanction.ts'

export type { AuditRecord }

/** A message that waits until a moderator lets it into the log. Times are ms since the Unix epoch. */
export interface HoldRecord {
  /** Ids of holds, reports and entries are in the order of their times. */
  readonly id: string
  readonly room: string
  readonly user: User
  readonly cid: string
  readonly text: string
  readonly replyTo?: string | undefined
  readonly mentions?: readonly Mention[] | undefined
  /** The filter that holds it. */
  readonly rule?: string | undefined
  readonly at: number
}

/** A message as it stood when it was reported. */
export interface Snapshot {
  readonly id: string
  readonly seq: number
  readonly cid: string
  readonly user: User
  readonly text: string
  readonly sentAt: number
}

export interface ReportRecord {
  readonly id: string
  /** '': of a direct room, which is not said: for those who run the server. */
  readonly room: string
  readonly by: User
  readonly category: ReportCategory
  readonly note?: string | undefined
  readonly at: number
  /** Until 30 days after the report was closed. */
  readonly snapshot?: Snapshot | undefined
  /** Of an appeal: the sanction, by its kind and when it was laid on. */
  readonly appeal?: { readonly kind: SanctionKind; readonly laidAt: number } | undefined
  readonly closedAt?: number | undefined
}

/** What waits in a room for who keeps order; 100 stands for 100 and more. */
export interface QueueCounts {
  readonly reports: number
  readonly held: number
}

/** What can be asked of what keeps order; each answer is one view. What cannot be there is not found. */
export interface ModerationTables {
  hold(room: string, id: string): HoldRecord | undefined
  /** Those that wait at `now`, by id, behind `after`; at most 1,000. */
  holds(room: string, now: number, after: string | undefined, limit: number): HoldRecord[]
  /** Those of one person that wait in a room, by id; there are 20 at most. `ids`: all of theirs, at most 51. */
  holdsOf(room: string, ids: readonly string[], now: number): HoldRecord[]
  /** All that somebody wrote that waits, by id, behind `after`; at most 1,000. */
  holdsBy(user: string, after: string | undefined, limit: number): HoldRecord[]
  report(room: string, id: string): ReportRecord | undefined
  /** Those that are not closed, by id, behind `after`; at most 1,000. */
  reports(room: string, after: string | undefined, limit: number): ReportRecord[]
  /** All that somebody reported, also those that are closed, by id, behind `after`; at most 1,000. */
  reportsBy(user: string, after: string | undefined, limit: number): ReportRecord[]
  queue(room: string, now: number): QueueCounts
  /** Newest first, before the id `before`; at most 1,000. */
  audit(room: string, before: string | undefined, limit: number): AuditRecord[]
  /** What somebody did by this cid. */
  deed(by: string, cid: string): AuditRecord | undefined
  /** All that last at `now` of guests and of addresses, by user, room and kind, behind one of them; at most 1,000. */
  guestSanctions(
    now: number,
    after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined,
    limit: number,
  ): SanctionRecord[]
  /** A secret of this store, for what is kept of addresses: 32 hexadecimal digits, the same for ever. */
  addressKey(): string
}

/** Open reports of a room, holds of a room, and holds of one person in it. */
export const REPORTS_OF_ROOM = 1_000
export const HOLDS_OF_ROOM = 1_000
export const HOLDS_OF_PERSON = 20
/** What waits is counted so far. */
export const QUEUE_MOST = 100
/** Sanctions of guests and addresses, of all rooms. */
export const GUEST_SANCTIONS = 50_000
/** How long a message waits, before it is as if rejected. ms. */
export const HOLD_MS = 7 * 24 * 3_600_000
/** How long what was reported is kept behind the end of its report. ms. */
export const SNAPSHOT_MS = 30 * 24 * 3_600_000
/** How long it is kept what moderators did. ms. */
export const AUDIT_MS = 180 * 24 * 3_600_000
