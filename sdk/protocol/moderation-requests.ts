import type { Filters } from './filters.ts'
import type { ReportCategory } from './moderation.ts'
import type { SanctionKind } from './policy.ts'

/** Left out `forMs`: for ever, or as long as this kind lasts by itself. */
export interface SanctionRequest {
  type: 'sanction'
  ref: number
  room: string
  cid: string
  user: string
  kind: SanctionKind
  forMs?: number | undefined
  reason?: string | undefined
  /** In all rooms of the server. */
  everywhere?: boolean | undefined
  /** Of a guest: all guests of the same address. */
  address?: boolean | undefined
  /** What they wrote in this room in so many ms before is deleted. */
  deleteMs?: number | undefined
}

export interface LiftRequest {
  type: 'lift'
  ref: number
  room: string
  cid: string
  user: string
  kind: SanctionKind
  everywhere?: boolean | undefined
}

export interface ReportRequest {
  type: 'report'
  ref: number
  room: string
  messageId: string
  category: ReportCategory
  note?: string | undefined
}

export interface ReportsRequest {
  type: 'reports'
  ref: number
  room: string
  after?: string | undefined
}

export interface CloseReportRequest {
  type: 'close_report'
  ref: number
  room: string
  report: string
  note?: string | undefined
}

/** Who was sanctioned says why it should not last; once a sanction. */
export interface AppealRequest {
  type: 'appeal'
  ref: number
  room: string
  kind: SanctionKind
  note: string
}

export interface HeldRequest {
  type: 'held'
  ref: number
  room: string
  after?: string | undefined
}

export interface ResolveRequest {
  type: 'resolve'
  ref: number
  room: string
  hold: string
  approve: boolean
}

/** By who wrote it. */
export interface WithdrawRequest {
  type: 'withdraw'
  ref: number
  room: string
  hold: string
}

export interface AuditRequest {
  type: 'audit'
  ref: number
  room: string
  after?: string | undefined
}

/** What one person wrote in a room, newest first. */
export interface MessagesByRequest {
  type: 'messages_by'
  ref: number
  room: string
  user: string
  /** A seq, exclusive. */
  before?: number | undefined
}

/** What this room does not let in, beside what the server does not. */
export interface FiltersRequest {
  type: 'filters'
  ref: number
  room: string
}

/** All of them anew; empty: the room has none of its own. */
export interface SetFiltersRequest {
  type: 'set_filters'
  ref: number
  room: string
  cid: string
  filters: Filters
}

/** What keeps order in a room. */
export type ModerationRequest =
  | SanctionRequest
  | LiftRequest
  | ReportRequest
  | ReportsRequest
  | CloseReportRequest
  | AppealRequest
  | HeldRequest
  | ResolveRequest
  | WithdrawRequest
  | AuditRequest
  | MessagesByRequest
  | FiltersRequest
  | SetFiltersRequest
