import type {
  Account,
  DirectoryTables,
  Invitation,
  Membership,
  ReadPosition,
  RoomRecord,
  SanctionRecord,
} from '../ports/directory.ts'
import type { ModerationRows } from './moderation-rows.ts'

export type DirectoryTable =
  | 'accounts'
  | 'rooms'
  | 'memberships'
  | 'sanctions'
  | 'invitations'
  | 'blocks'
  | 'positions'
  | 'holds'
  | 'reports'

/** What a change of the directory may ask and do, within one transaction; a store answers it in its own way. */
export interface DirectoryRows extends DirectoryTables, ModerationRows {
  /** Whether there is a place for one more. */
  hasRoom(table: DirectoryTable): boolean

  /** Adds it, or puts it in the place of `before`. */
  putAccount(account: Account, before: Account | undefined): void
  deleteAccount(account: Account): void
  /** The other ids of the person who has this one: of an account, and of each guest that it was. Asked of whoever writes. */
  otherIds(id: string): readonly string[]
  /** They are known as removed from now on, and what they wrote is to be erased; all are of one person, the first is `id`. */
  addRemoved(ids: readonly string[]): void
  /** Of somebody of a site; who they were is not to be seen of it. */
  noteRemoval(issuer: string, subject: string, at: number): void
  endErasure(id: string): void

  putRoom(record: RoomRecord): void

  putMembership(membership: Membership): void
  deleteMembership(room: string, user: string): void
  /** Who has had this role for longest, of those but one; of two since one time the first by id. */
  longest(room: string, role: Membership['role'], butUser: string): Membership | undefined
  /** In how many rooms a user has a place. */
  countRooms(user: string): number

  putInvitation(invitation: Invitation): void
  /** False: there was none. */
  deleteInvitation(room: string, user: string): boolean
  /** Those of them and by them. */
  deleteInvitationsOf(user: string): Pick<Invitation, 'room' | 'user'>[]
  /** How many wait: of a room, of a user, and by a user. */
  countInvitations(of: 'room' | 'user' | 'by', key: string): number

  putBlock(by: string, user: string): void
  /** False: there was none. */
  deleteBlock(by: string, user: string): boolean
  /** Those by them and of them; who the others are. */
  deleteBlocksOf(user: string): string[]
  countBlocks(by: string): number

  putPosition(position: ReadPosition): void
  countPositions(user: string): number
  /** The one that was longest not written. */
  dropPosition(user: string): void
  deletePositionsOf(user: string): void

  putSanction(sanction: SanctionRecord): void
  /** False: there was none. */
  deleteSanction(room: string, user: string, kind: SanctionRecord['kind']): boolean
  /** The rooms where it had any. */
  deleteSanctionsOf(user: string): string[]
  /** Some of those that have ended: what they said has no use any more. */
  dropEnded(room: string, now: number): void
}
