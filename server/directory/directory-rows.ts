import type { Sanction } from '../../sdk/protocol/policy.ts'
import type { Account, DirectoryTables, Membership, RoomRecord, SanctionRecord } from '../ports/directory.ts'

/** What a change of the directory may ask and do, within one transaction; a store answers it in its own way. */
export interface DirectoryRows extends DirectoryTables {
  /** Whether there is a place for one more. */
  hasRoom(table: 'accounts' | 'rooms' | 'memberships' | 'sanctions'): boolean

  /** Adds it, or puts it in the place of `before`. */
  putAccount(account: Account, before: Account | undefined): void
  deleteAccount(account: Account): void
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

  putSanction(sanction: SanctionRecord): void
  /** False: there was none. */
  deleteSanction(room: string, user: string, kind: Sanction['kind']): boolean
  /** The rooms where it had any. */
  deleteSanctionsOf(user: string): string[]
  /** Some of those that have ended: what they said has no use any more. */
  dropEnded(room: string, now: number): void
}
