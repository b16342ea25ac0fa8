import type { Filters } from './filters.ts'
import type { AuditEntry, HeldMessage, Report } from './moderation.ts'
import type { Message } from './records.ts'

/** Until when it lasts, in ms since the Unix epoch; left out: for ever. */
export interface SanctionReply {
  until?: number | undefined
  duplicate: boolean
}

export interface ReportReply {
  report: string
  duplicate: boolean
}

export interface ReportsReply {
  reports: Report[]
  next?: string | undefined
}

export interface HeldReply {
  held: HeldMessage[]
  next?: string | undefined
}

export interface AuditReply {
  entries: AuditEntry[]
  next?: string | undefined
}

export interface FiltersReply {
  /** Of the room; empty: none of its own. */
  filters: Filters
  /** There are some of the server beside. */
  server: boolean
}

export interface MessagesByReply {
  /** Newest first, as they stand. */
  messages: Message[]
  /** There may be older ones: ask again with it as `before`. */
  next?: number | undefined
}
