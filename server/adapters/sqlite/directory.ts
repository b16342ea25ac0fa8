import type { DirectoryTable } from '../../directory/directory-rows.ts'
import type { MovedRows } from '../../moving/moved-rows.ts'
import type {
  Account,
  Erasure,
  Invitation,
  Membership,
  ReadPosition,
  RoomRecord,
  SanctionRecord,
} from '../../ports/directory.ts'
import {
  type AuditRecord,
  type HoldRecord,
  QUEUE_MOST,
  type QueueCounts,
  type ReportRecord,
} from '../../ports/moderation.ts'
import { SqliteAccounts } from './directory-accounts.ts'
import { SqliteHolds } from './directory-holds.ts'
import { SqliteModeration } from './directory-moderation.ts'
import { SqliteRights } from './directory-rights.ts'
import { SqliteRoomsMade } from './directory-rooms.ts'
import { SqliteTies } from './directory-ties.ts'
import { Meta } from './meta.ts'
import type { SqliteDatabase } from './module.ts'

/** The directory of a database: questions at any time, changes within a transaction. */
export class SqliteDirectory implements MovedRows {
  readonly #accounts: SqliteAccounts
  readonly #rights: SqliteRights
  readonly #rooms: SqliteRoomsMade
  readonly #ties: SqliteTies
  readonly #holds: SqliteHolds
  readonly #moderation: SqliteModeration
  readonly #meta: Meta
  /** The disk takes no new accounts and rooms; what keeps order in those that there are it takes. */
  full = false

  constructor(database: SqliteDatabase) {
    this.#accounts = new SqliteAccounts(database)
    this.#rights = new SqliteRights(database)
    this.#rooms = new SqliteRoomsMade(database)
    this.#ties = new SqliteTies(database)
    this.#holds = new SqliteHolds(database)
    this.#moderation = new SqliteModeration(database)
    this.#meta = new Meta(database)
  }

  /** After a transaction that failed. */
  invalidate(): void {
    this.#holds.invalidate()
    this.#accounts.invalidate()
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
  keepRemoved = (id: string) => this.#accounts.keepRemoved(id)
  keepErasure = (erasure: Erasure) => this.#accounts.keepErasure(erasure)
  removedBy = (key: string) => this.#accounts.removedBy(key)
  keepRemoval = (key: string, at: number) => this.#accounts.keepRemoval(key, at)
  endErasure = (id: string) => this.#accounts.endErasure(id)
  putAccount = (account: Account, before: Account | undefined) => this.#accounts.put(account, before)
  deleteAccount = (account: Account) => this.#accounts.delete(account)
  otherIds = (id: string) => this.#accounts.otherIds(id)

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
  deleteSanction = (room: string, user: string, kind: SanctionRecord['kind']) =>
    this.#rights.deleteSanction(room, user, kind)
  deleteSanctionsOf = (user: string) => this.#rights.deleteSanctionsOf(user)
  dropEnded = (room: string, now: number) => this.#rights.dropEnded(room, now)
  guestSanctions = (now: number, after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined, limit: number) =>
    this.#rights.guestSanctions(now, after, limit)
  countGuestSanctions = () => this.#rights.countGuestSanctions()
  dropEndedOfGuests = (now: number) => this.#rights.dropEndedOfGuests(now)
  addressKey = () => this.#meta.get('address key') ?? ''

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

  hold = (room: string, id: string) => this.#holds.get(room, id)
  holds = (room: string, now: number, after: string | undefined, limit: number) =>
    this.#holds.page(room, now, after, limit)
  holdsOf = (room: string, ids: readonly string[], now: number) => this.#holds.of(room, ids, now)
  holdsBy = (user: string, after: string | undefined, limit: number) => this.#holds.by(user, after, limit)
  hasHolds = (room: string) => this.#holds.has(room)
  knownHold = (room: string, user: string, cid: string) => this.#holds.known(room, user, cid)
  countHolds = (room: string, now: number, most: number, ids?: readonly string[]) =>
    this.#holds.count(room, now, most, ids)
  putHold = (hold: HoldRecord) => this.#holds.put(hold)
  rejectHold = (id: string, at: number) => this.#holds.reject(id, at)
  deleteHold = (id: string) => this.#holds.delete(id)
  deleteHoldsOf = (user: string) => this.#holds.deleteOf(user)
  oldHolds = (since: number, limit: number) => this.#holds.old(since, limit)
  forgetHolds = (before: number, limit: number) => this.#holds.forget(before, limit)

  report = (room: string, id: string) => this.#moderation.report(room, id)
  reports = (room: string, after: string | undefined, limit: number) => this.#moderation.reports(room, after, limit)
  reportsBy = (user: string, after: string | undefined, limit: number) => this.#moderation.reportsBy(user, after, limit)
  knownReport = (report: ReportRecord) => this.#moderation.knownReport(report)
  countReports = (room: string, most: number) => this.#moderation.countReports(room, most)
  putReport = (report: ReportRecord) => this.#moderation.putReport(report)
  closeReport = (room: string, id: string, at: number) => this.#moderation.closeReport(room, id, at)
  eraseSnapshots = (before: number, limit: number) => this.#moderation.eraseSnapshots(before, limit)

  audit = (room: string, before: string | undefined, limit: number) => this.#moderation.audit(room, before, limit)
  deed = (by: string, cid: string) => this.#moderation.deed(by, cid)
  putAudit = (entry: AuditRecord) => this.#moderation.putAudit(entry)
  forgetAudit = (before: number, limit: number) => this.#moderation.forgetAudit(before, limit)
  forgetNamesOf = (user: string) => this.#moderation.forgetNamesOf(user)

  queue(room: string, now: number): QueueCounts {
    return { reports: this.countReports(room, QUEUE_MOST), held: this.countHolds(room, now, QUEUE_MOST) }
  }

  hasRoom(table: DirectoryTable): boolean {
    return !this.full || table === 'memberships' || table === 'sanctions' || table === 'blocks'
  }

  /** Settings, rights, invitations and what keeps order go with a room to its new name. */
  rename(from: string, to: string): void {
    this.#rooms.rename(from, to)
    this.#rights.rename(from, to)
    this.#ties.rename(from, to)
    this.#holds.rename(from, to)
    this.#moderation.rename(from, to)
  }
}
