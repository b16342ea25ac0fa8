import type { SanctionKind } from './policy.ts'
import type { Message, User } from './records.ts'

export const REPORT_CATEGORIES = ['spam', 'abuse', 'illegal', 'other'] as const
export type ReportCategory = (typeof REPORT_CATEGORIES)[number]

/** Code points of a reason, and of what somebody writes to moderators. */
export const REASON_LENGTH = 300
export const NOTE_LENGTH = 500
/** The longest time for which a moderator sanctions somebody, and that of an address. ms. */
export const MOST_SANCTION_MS = 28 * 24 * 3_600_000
/** How old the messages are at most that go with a sanction. ms. */
export const MOST_DELETED_MS = 7 * 24 * 3_600_000
/** How long a kick lasts where nothing is said. ms. */
export const KICK_MS = 60_000
/** How long somebody is shown that they were warned, where nothing is said. ms. */
export const WARN_MS = 7 * 24 * 3_600_000

/** What moderators are asked to look at. Times are ms since the Unix epoch. */
export interface Report {
  report: string
  /** As it stood when it was reported; undefined: an appeal, or it was kept for as long as it may be. */
  message?: Message | undefined
  by: User
  category: ReportCategory
  note?: string | undefined
  at: number
  /** Somebody asks to have this lifted. */
  appeal?: { user: User; kind: SanctionKind } | undefined
}

/** A message that waits until a moderator lets it in: it has no place in the log. */
export interface HeldMessage {
  hold: string
  user: User
  text: string
  /** The filter that held it; undefined: whoever wrote it is watched. */
  rule?: string | undefined
  at: number
}

/** The same for who wrote it. */
export interface OwnHeld {
  hold: string
  cid: string
  text: string
  replyTo?: string | undefined
  at: number
}

/** What an audit entry is about, as far as it applies. */
export interface AuditTarget {
  user?: User | undefined
  messageId?: string | undefined
  /** Of a sanction. */
  kind?: SanctionKind | undefined
  until?: number | undefined
  everywhere?: true | undefined
  address?: true | undefined
  /** Of a held message. */
  approved?: boolean | undefined
  report?: string | undefined
  /** Of a change of the room, or of a role: what it says. */
  changes?: Record<string, unknown> | undefined
}

/** What a moderator did. */
export interface AuditEntry {
  at: number
  by: User
  action: string
  target?: AuditTarget | undefined
  reason?: string | undefined
}
