import type {
  Account,
  AccountChange,
  DirectoryNews,
  Invitation,
  Membership,
  NoPlace,
  ReadPosition,
  RoomChange,
  RoomRecord,
  SanctionRecord,
} from './directory.ts'
import type { AuditRecord, ReportRecord } from './moderation.ts'

/** A change of the directory as a store takes it: all of it or nothing. Times are ms since the Unix epoch. */
export type DirectoryChange =
  /** `at`: what is laid on its guests and has ended by then does not pass to it; left out: as of its last visit. */
  | { readonly type: 'addAccount'; readonly account: Account; readonly at?: number | undefined }
  | {
      readonly type: 'changeAccount'
      readonly id: string
      readonly change: AccountChange
      readonly at?: number | undefined
    }
  | { readonly type: 'removeAccount'; readonly id: string; readonly at: number }
  | { readonly type: 'endErasure'; readonly id: string }
  | { readonly type: 'addRoom'; readonly record: RoomRecord; readonly members: readonly Membership[] }
  | { readonly type: 'changeRoom'; readonly room: string; readonly change: RoomChange }
  | {
      readonly type: 'setRole'
      readonly room: string
      readonly user: string
      readonly role: Membership['role'] | undefined
      readonly at: number
    }
  | {
      readonly type: 'addSanction'
      readonly sanction: SanctionRecord
      readonly audit?: AuditRecord | undefined
      readonly beside?: readonly SanctionRecord[] | undefined
    }
  | {
      readonly type: 'liftSanction'
      readonly room: string
      readonly user: string
      readonly kind: SanctionRecord['kind']
      readonly audit?: AuditRecord | undefined
    }
  | { readonly type: 'addReport'; readonly report: ReportRecord }
  | {
      readonly type: 'closeReport'
      readonly room: string
      readonly id: string
      readonly at: number
      readonly audit: AuditRecord
    }
  | {
      readonly type: 'endHold'
      readonly room: string
      readonly id: string
      readonly at: number
      readonly audit?: AuditRecord | undefined
    }
  | { readonly type: 'note'; readonly audit: AuditRecord }
  | { readonly type: 'invite'; readonly invitation: Invitation }
  | { readonly type: 'dropInvitation'; readonly room: string; readonly user: string }
  | { readonly type: 'block'; readonly by: string; readonly user: string; readonly on: boolean }
  | { readonly type: 'keepPositions'; readonly positions: readonly ReadPosition[] }

/** What became of a change. */
export interface DirectoryAnswer {
  readonly value:
    | Account
    | RoomRecord
    | 'ok'
    | 'taken'
    | 'conflict'
    | NoPlace
    | boolean
    | { id: string; isNew: boolean }
    | undefined
  readonly news: readonly DirectoryNews[]
}
