import type { Sanction } from '../../../sdk/protocol/policy.ts'
import type { DirectoryRows, DirectoryTable } from '../../directory/directory-rows.ts'
import type {
  Account,
  Invitation,
  Membership,
  ReadPosition,
  RoomRecord,
  SanctionRecord,
} from '../../ports/directory.ts'
import { SqliteAccounts } from './directory-accounts.ts'
import { SqliteRights } from './directory-rights.ts'
import { SqliteRoomsMade } from './directory-rooms.ts'
import { SqliteTies } from './directory-ties.ts'
import type { SqliteDatabase } from './module.ts'

/** The directory of a database: questions at any time, changes within a transaction. */
export class SqliteDirectory implements DirectoryRows {
  readonly #accounts: SqliteAccounts
  readonly #rights: SqliteRights
  readonly #rooms: SqliteRoomsMade
  readonly #ties: SqliteTies
  /** The disk takes no new accounts and rooms; what keeps order in those that there are it takes. */
  full = false

  constructor(database: SqliteDatabase) {
    this.#accounts = new SqliteAccounts(database)
    this.#rights = new SqliteRights(database)
    this.#rooms = new SqliteRoomsMade(database)
    this.#ties = new SqliteTies(database)
  }

  account = (id: string) => this.#accounts.account(id)
  hasAccounts = () => this.#accounts.hasAccounts()
  accountNamed = (keys: readonly string[]) => this.#accounts.accountNamed(keys)
  accountOf = (issuer: string, subject: string) => this.#accounts.accountOf(issuer, subject)
  accountOfGuest = (guestId: string) => this.#accounts.accountOfGuest(guestId)
  isNameKept = (keys: readonly string[], since: number) => this.#accounts.isNameKept(keys, since)
  removed = (ids: readonly string[]) => this.#accounts.removed(ids)
  removedIds = (after: string | undefined, limit: number) => this.#accounts.removedIds(after, limit)
  erasures = (after: string | undefined, limit: number) => this.#accounts.erasures(after, limit)
  removedAt = (issuer: string, subject: string) => this.#accounts.removedAt(issuer, subject)
  noteRemoval = (issuer: string, subject: string, at: number) => this.#accounts.noteRemoval(issuer, subject, at)
  addRemoved = (ids: readonly string[]) => this.#accounts.addRemoved(ids)
  endErasure = (id: string) => this.#accounts.endErasure(id)
  putAccount = (account: Account, before: Account | undefined) => this.#accounts.put(account, before)
  deleteAccount = (account: Account) => this.#accounts.delete(account)

  room = (room: string) => this.#rooms.get(room)
  direct = (one: string, other: string) => this.#rooms.direct(one, other)
  listed = (after: string | undefined, limit: number) => this.#rooms.listed(after, limit)
  madeBy = (user: string) => this.#rooms.madeBy(user)
  roomsMadeBy = (user: string, after: string | undefined, limit: number) => this.#rooms.allBy(user, after, limit)
  putRoom = (record: RoomRecord) => this.#rooms.put(record)

  membership = (room: string, user: string) => this.#rights.membership(room, user)
  members = (room: string, after: string | undefined, limit: number) => this.#rights.members(room, after, limit)
  roomsOf = (user: string, after: string | undefined, limit: number) => this.#rights.roomsOf(user, after, limit)
  shareRoom = (one: string, other: string) => this.#rights.shareRoom(one, other)
  countRooms = (user: string) => this.#rights.countRooms(user)
  longest = (room: string, role: Membership['role'], butUser: string) => this.#rights.longest(room, role, butUser)
  putMembership = (membership: Membership) => this.#rights.put(membership)
  deleteMembership = (room: string, user: string) => this.#rights.delete(room, user)

  sanctions = (room: string, user: string, now: number) => this.#rights.sanctions(room, user, now)
  sanctionsOf = (user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number) =>
    this.#rights.sanctionsOf(user, after, limit)
  putSanction = (sanction: SanctionRecord) => this.#rights.putSanction(sanction)
  deleteSanction = (room: string, user: string, kind: Sanction['kind']) => this.#rights.deleteSanction(room, user, kind)
  deleteSanctionsOf = (user: string) => this.#rights.deleteSanctionsOf(user)
  dropEnded = (room: string, now: number) => this.#rights.dropEnded(room, now)

  invitation = (room: string, user: string) => this.#ties.invitation(room, user)
  invitationsOf = (user: string, after: string | undefined, limit: number) =>
    this.#ties.invitationsOf(user, after, limit)
  countInvitations = (of: 'room' | 'user' | 'by', key: string) => this.#ties.countInvitations(of, key)
  putInvitation = (invitation: Invitation) => this.#ties.putInvitation(invitation)
  deleteInvitation = (room: string, user: string) => this.#ties.deleteInvitation(room, user)
  deleteInvitationsOf = (user: string) => this.#ties.deleteInvitationsOf(user)

  blocks = (user: string) => this.#ties.blocks(user)
  isBlocked = (by: string, user: string) => this.#ties.isBlocked(by, user)
  countBlocks = (by: string) => this.#ties.countBlocks(by)
  putBlock = (by: string, user: string) => this.#ties.putBlock(by, user)
  deleteBlock = (by: string, user: string) => this.#ties.deleteBlock(by, user)
  deleteBlocksOf = (user: string) => this.#ties.deleteBlocksOf(user)

  position = (user: string, room: string) => this.#ties.position(user, room)
  positionsOf = (user: string, after: string | undefined, limit: number) => this.#ties.positionsOf(user, after, limit)
  countPositions = (user: string) => this.#ties.countPositions(user)
  putPosition = (position: ReadPosition) => this.#ties.putPosition(position)
  dropPosition = (user: string) => this.#ties.dropPosition(user)
  deletePositionsOf = (user: string) => this.#ties.deletePositionsOf(user)

  hasRoom(table: DirectoryTable): boolean {
    return !this.full || table === 'memberships' || table === 'sanctions' || table === 'blocks'
  }

  /** Settings, rights and invitations go with a room to its new name. */
  rename(from: string, to: string): void {
    this.#rooms.rename(from, to)
    this.#rights.rename(from, to)
    this.#ties.rename(from, to)
  }
}
