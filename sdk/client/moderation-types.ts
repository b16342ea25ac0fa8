import type { Filters } from '../protocol/filters.ts'
import type { ReportCategory } from '../protocol/moderation.ts'
import type { SanctionKind } from '../protocol/policy.ts'
import type {
  AuditReply,
  FiltersReply,
  HeldReply,
  MessagesByReply,
  ReportsReply,
  SanctionReply,
} from '../protocol/replies.ts'
import type { SanctionRequest } from '../protocol/requests.ts'

/** What is laid on somebody; see `SanctionRequest` of the protocol. Without `forMs` for ever, which is for owners. */
export type SanctionToLay = Pick<
  SanctionRequest,
  'user' | 'kind' | 'forMs' | 'reason' | 'everywhere' | 'address' | 'deleteMs'
>

/**
 * What keeps order in a room. Everything needs a connection, and rejects with the ChatError of the server's refusal. `report`,
 * `appeal` and `withdraw` are for everybody, all else is for who may `moderate`, and of people for those below oneself.
 */
export interface Moderation {
  sanction(room: string, sanction: SanctionToLay): Promise<Pick<SanctionReply, 'until'>>
  lift(room: string, user: string, kind: SanctionKind, everywhere?: boolean): Promise<void>
  /** Has moderators look at a message, which is kept for them as it stands. Gives the id of the report. */
  report(room: string, messageId: string, category: ReportCategory, note?: string): Promise<string>
  /** Says once why a sanction should not last; also by who may not be in the room any more. */
  appeal(room: string, kind: SanctionKind, note: string): Promise<void>
  /** Takes back a message of one's own that waits. */
  withdraw(room: string, hold: string): Promise<void>
  reports(room: string, after?: string): Promise<ReportsReply>
  closeReport(room: string, report: string, note?: string): Promise<void>
  held(room: string, after?: string): Promise<HeldReply>
  resolve(room: string, hold: string, approve: boolean): Promise<void>
  /** What the room does not let in; `server`: the server has such rules beside. */
  filters(room: string): Promise<FiltersReply>
  /** All anew; empty: none. */
  setFilters(room: string, filters: Filters): Promise<void>
  /** What was done about order, newest first. */
  audit(room: string, after?: string): Promise<AuditReply>
  /** What one person wrote, newest first; `before`: `next` of the answer before. */
  messagesBy(room: string, user: string, before?: number): Promise<MessagesByReply>
}
