import type { DirectoryRows, DirectoryTable } from '../../directory/directory-rows.ts'
import type {
  Account,
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
import { MemoryAccounts } from './accounts.ts'
import { MemoryAudit } from './audit.ts'
import { MemoryHolds } from './holds.ts'
import { MemoryMemberships } from './memberships.ts'
import { MemoryReports } from './reports.ts'
import { MemoryRoomsMade } from './rooms-made.ts'
import { MemorySanctions } from './sanctions.ts'
import { MemoryBlocks, MemoryInvitations, MemoryPositions } from './ties.ts'

/** How many of each; accounts with those that were removed. */
export type MemoryDirectoryLimits = Record<DirectoryTable, number>

const DEFAULTS: MemoryDirectoryLimits = {
  accounts: 50_000,
  rooms: 50_000,
  memberships: 200_000,
  sanctions: 100_000,
  invitations: 50_000,
  blocks: 100_000,
  positions: 200_000,
  holds: 10_000,
  reports: 10_000,
}
/** Of more entries of what was done the oldest go. */
const ENTRIES = 50_000

/** The directory in this process's memory. */
export class MemoryDirectory implements DirectoryRows {
  readonly #limits: MemoryDirectoryLimits
  readonly #accounts = new MemoryAccounts()
  readonly #rooms = new MemoryRoomsMade()
  readonly #memberships = new MemoryMemberships()
  readonly #sanctions = new MemorySanctions()
  readonly #invitations = new MemoryInvitations()
  readonly #blocks = new MemoryBlocks()
  readonly #positions = new MemoryPositions()
  readonly #holds: MemoryHolds
  readonly #reports: MemoryReports
  readonly #audit = new MemoryAudit(ENTRIES)
  readonly #addressKey: string

  constructor(limits: Partial<MemoryDirectoryLimits> = {}, addressKey = '') {
    this.#limits = { ...DEFAULTS, ...limits }
    this.#holds = new MemoryHolds(this.#limits.holds)
    this.#reports = new MemoryReports(this.#limits.reports)
    this.#addressKey = addressKey
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
  otherIds = (id: string) => this.#accounts.otherIds(id)

  room = (room: string) => this.#rooms.get(room)
  direct = (one: string, other: string) => this.#rooms.direct(one, other)
  listed = (after: string | undefined, limit: number) => this.#rooms.listed(after, limit)
  madeBy = (user: string) => this.#rooms.madeBy(user)
  roomsMadeBy = (user: string, after: string | undefined, limit: number) => this.#rooms.allBy(user, after, limit)
  putRoom = (record: RoomRecord) => this.#rooms.put(record)

  membership = (room: string, user: string) => this.#memberships.get(room, user)
  members = (room: string, after: string | undefined, limit: number) => this.#memberships.members(room, after, limit)
  roomsOf = (user: string, after: string | undefined, limit: number) => this.#memberships.roomsOf(user, after, limit)
  shareRoom = (one: string, other: string) => this.#memberships.share(one, other)
  countRooms = (user: string) => this.#memberships.countRooms(user)
  longest = (room: string, role: Membership['role'], butUser: string) => this.#memberships.longest(room, role, butUser)
  putMembership = (membership: Membership) => this.#memberships.put(membership)
  deleteMembership = (room: string, user: string) => this.#memberships.delete(room, user)

  sanctions = (room: string, user: string, now: number) => this.#sanctions.of(room, user, now)
  sanctionsOf = (user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number) =>
    this.#sanctions.all(user, after, limit)
  putSanction = (sanction: SanctionRecord) => this.#sanctions.put(sanction)
  deleteSanction = (room: string, user: string, kind: SanctionRecord['kind']) =>
    this.#sanctions.delete({ room, user, kind })
  deleteSanctionsOf = (user: string) => this.#sanctions.deleteOf(user)
  dropEnded = (room: string, now: number) => this.#sanctions.dropEnded(room, now)
  guestSanctions = (now: number, after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined, limit: number) =>
    this.#sanctions.ofGuests(now, after, limit)
  countGuestSanctions = () => this.#sanctions.guests
  dropEndedOfGuests = (now: number) => this.#sanctions.dropEndedOfGuests(now)
  addressKey = () => this.#addressKey

  invitation = (room: string, user: string) => this.#invitations.get(room, user)
  invitationsOf = (user: string, after: string | undefined, limit: number) => this.#invitations.of(user, after, limit)
  countInvitations = (of: 'room' | 'user' | 'by', key: string) => this.#invitations.count(of, key)
  putInvitation = (invitation: Invitation) => this.#invitations.put(invitation)
  deleteInvitation = (room: string, user: string) => this.#invitations.delete(room, user)
  deleteInvitationsOf = (user: string) => this.#invitations.deleteOf(user)

  blocks = (user: string) => this.#blocks.by(user)
  isBlocked = (by: string, user: string) => this.#blocks.has(by, user)
  countBlocks = (by: string) => this.#blocks.count(by)
  putBlock = (by: string, user: string) => this.#blocks.put(by, user)
  deleteBlock = (by: string, user: string) => this.#blocks.delete(by, user)
  deleteBlocksOf = (user: string) => this.#blocks.deleteOf(user)

  position = (user: string, room: string) => this.#positions.get(user, room)
  positionsOf = (user: string, after: string | undefined, limit: number) => this.#positions.of(user, after, limit)
  countPositions = (user: string) => this.#positions.count(user)
  putPosition = (position: ReadPosition) => this.#positions.put(position)
  dropPosition = (user: string) => this.#positions.dropOldest(user)
  deletePositionsOf = (user: string) => this.#positions.deleteOf(user)

  hold = (room: string, id: string) => this.#holds.get(room, id)
  holds = (room: string, now: number, after = '', limit: number) =>
    this.#holds
      .waiting(room, now)
      .filter(({ id }) => id > after)
      .slice(0, limit)
  holdsOf = (room: string, ids: readonly string[], now: number) => this.#holds.waiting(room, now, ids)
  holdsBy = (user: string, after: string | undefined, limit: number) => this.#holds.by(user, after, limit)
  hasHolds = (room: string) => this.#holds.has(room)
  knownHold = (room: string, user: string, cid: string) => this.#holds.known(room, user, cid)
  countHolds = (room: string, now: number, most: number, ids?: readonly string[]) =>
    Math.min(most, this.#holds.waiting(room, now, ids).length)
  putHold = (hold: HoldRecord) => this.#holds.put(hold)
  rejectHold = (id: string, at: number) => this.#holds.reject(id, at)
  deleteHold = (id: string) => this.#holds.delete(id)
  deleteHoldsOf = (user: string) => this.#holds.deleteOf(user)
  oldHolds = (since: number, limit: number) => this.#holds.old(since, limit)
  forgetHolds = (before: number, limit: number) => this.#holds.forget(before, limit)

  report = (room: string, id: string) => this.#reports.get(room, id)
  reports = (room: string, after: string | undefined, limit: number) => this.#reports.of(room, after, limit)
  reportsBy = (user: string, after: string | undefined, limit: number) => this.#reports.by(user, after, limit)
  knownReport = (report: ReportRecord) => this.#reports.known(report)
  countReports = (room: string, most: number) => this.#reports.of(room, undefined, most).length
  putReport = (report: ReportRecord) => this.#reports.put(report)
  closeReport = (room: string, id: string, at: number) => this.#reports.close(room, id, at)
  eraseSnapshots = (before: number, limit: number) => this.#reports.eraseSnapshots(before, limit)

  audit = (room: string, before: string | undefined, limit: number) => this.#audit.of(room, before, limit)
  deed = (by: string, cid: string) => this.#audit.deed(by, cid)
  putAudit = (entry: AuditRecord) => this.#audit.put(entry)
  forgetAudit = (before: number, limit: number) => this.#audit.forget(before, limit)

  queue(room: string, now: number): QueueCounts {
    return { reports: this.countReports(room, QUEUE_MOST), held: this.countHolds(room, now, QUEUE_MOST) }
  }

  forgetNamesOf(user: string): void {
    this.#reports.forgetNamesOf(user)
    this.#audit.forgetNamesOf(user)
  }

  hasRoom(table: keyof MemoryDirectoryLimits): boolean {
    const sizes: Record<DirectoryTable, () => number> = {
      accounts: () => this.#accounts.size,
      rooms: () => this.#rooms.size,
      memberships: () => this.#memberships.size,
      sanctions: () => this.#sanctions.size,
      invitations: () => this.#invitations.size,
      blocks: () => this.#blocks.size,
      positions: () => this.#positions.size,
      holds: () => this.#holds.size,
      reports: () => this.#reports.open,
    }
    return sizes[table]() < this.#limits[table]
  }
}
