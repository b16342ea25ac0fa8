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
import type { Cells } from './cells.ts'
import { RedisAccounts } from './directory-accounts.ts'
import { RedisAudit } from './directory-audit.ts'
import { DirectoryCells } from './directory-cells.ts'
import { RedisHolds } from './directory-holds.ts'
import { RedisMemberships } from './directory-memberships.ts'
import { RedisPositions } from './directory-positions.ts'
import { RedisReports } from './directory-reports.ts'
import { RedisRoomsMade } from './directory-rooms.ts'
import { RedisSanctions } from './directory-sanctions.ts'
import { RedisBlocks, RedisInvitations } from './directory-ties.ts'
import { together } from './known.ts'

/** How many of each there may be; accounts with those that were removed. */
export type RedisDirectoryLimits = Record<DirectoryTable, number>

/** What still fits into the memory of one server; some more may come while several write. */
const MOST: RedisDirectoryLimits = {
  accounts: 2_000_000,
  rooms: 1_000_000,
  memberships: 10_000_000,
  sanctions: 1_000_000,
  invitations: 1_000_000,
  blocks: 2_000_000,
  positions: 10_000_000,
  holds: 100_000,
  reports: 100_000,
}

/** The directory as the cells of one run have it. */
export class RedisDirectoryRows implements MovedRows {
  readonly #limits: RedisDirectoryLimits
  readonly #at: DirectoryCells
  readonly #accounts: RedisAccounts
  readonly #rooms: RedisRoomsMade
  readonly #memberships: RedisMemberships
  readonly #sanctions: RedisSanctions
  readonly #invitations: RedisInvitations
  readonly #blocks: RedisBlocks
  readonly #positions: RedisPositions
  readonly #holds: RedisHolds
  readonly #reports: RedisReports
  readonly #audit: RedisAudit

  constructor(cells: Cells, prefix: string, limits: Partial<RedisDirectoryLimits> = {}) {
    this.#limits = { ...MOST, ...limits }
    const at = new DirectoryCells(cells, prefix)
    this.#at = at
    this.#accounts = new RedisAccounts(at)
    this.#rooms = new RedisRoomsMade(at)
    this.#memberships = new RedisMemberships(at)
    this.#sanctions = new RedisSanctions(at)
    this.#invitations = new RedisInvitations(at)
    this.#blocks = new RedisBlocks(at)
    this.#positions = new RedisPositions(at)
    this.#holds = new RedisHolds(at)
    this.#reports = new RedisReports(at)
    this.#audit = new RedisAudit(at)
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
    this.#sanctions.delete(room, user, kind)
  deleteSanctionsOf = (user: string) => this.#sanctions.deleteOf(user)
  dropEnded = (room: string, now: number) => this.#sanctions.dropEnded(room, now)
  guestSanctions = (now: number, after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined, limit: number) =>
    this.#sanctions.ofGuests(now, after, limit)
  countGuestSanctions = () => this.#sanctions.guests
  dropEndedOfGuests = (now: number) => this.#sanctions.dropEndedOfGuests(now)
  addressKey = () => this.#at.hash('x').get('k') ?? ''

  invitation = (room: string, user: string) => this.#invitations.get(room, user)
  invitationsOf = (user: string, after: string | undefined, limit: number) => this.#invitations.of(user, after, limit)
  countInvitations = (of: 'room' | 'user' | 'by', key: string) => this.#invitations.count(of, key)
  putInvitation = (invitation: Invitation) => this.#invitations.put(invitation)
  deleteInvitation = (room: string, user: string) => this.#invitations.delete(room, user)
  deleteInvitationsOf = (user: string) => this.#invitations.deleteOf(user)

  blocks = (user: string) => this.#blocks.by(user)
  isBlocked = (by: string, user: string) => this.#blocks.has(by, user)
  countBlocks = (by: string) => this.#blocks.count(by)
  lastBlock = (by: string) => this.#blocks.last(by)
  putBlock = (by: string, user: string) => this.#blocks.put(by, user)
  deleteBlock = (by: string, user: string) => this.#blocks.delete(by, user)
  deleteBlocksOf = (user: string) => this.#blocks.deleteOf(user)

  position = (user: string, room: string) => this.#positions.get(user, room)
  positionsOf = (user: string, after: string | undefined, limit: number) => this.#positions.of(user, after, limit)
  countPositions = (user: string) => this.#positions.count(user)
  lastPosition = (user: string) => this.#positions.last(user)
  putPosition = (position: ReadPosition) => this.#positions.put(position)
  dropPosition = (user: string) => this.#positions.dropOldest(user)
  deletePositionsOf = (user: string) => this.#positions.deleteOf(user)

  hold = (room: string, id: string) => this.#holds.get(room, id)
  holds = (room: string, now: number, after = '', limit: number) => this.#holds.waiting(room, now, after, limit)
  holdsOf = (room: string, ids: readonly string[], now: number) =>
    this.#holds.waiting(room, now, '', Number.POSITIVE_INFINITY, ids)
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

  report = (room: string, id: string) => this.#reports.get(room, id)
  reports = (room: string, after: string | undefined, limit: number) => this.#reports.of(room, after, limit)
  reportsBy = (user: string, after: string | undefined, limit: number) => this.#reports.by(user, after, limit)
  knownReport = (report: ReportRecord) => this.#reports.known(report)
  countReports = (room: string, most: number) => this.#reports.count(room, most)
  putReport = (report: ReportRecord) => this.#reports.put(report)
  closeReport = (room: string, id: string, at: number) => this.#reports.close(room, id, at)
  eraseSnapshots = (before: number, limit: number) => this.#reports.eraseSnapshots(before, limit)

  audit = (room: string, before: string | undefined, limit: number) => this.#audit.of(room, before, limit)
  deed = (by: string, cid: string) => this.#audit.deed(by, cid)
  putAudit = (entry: AuditRecord) => this.#audit.put(entry)
  forgetAudit = (before: number, limit: number) => this.#audit.forget(before, limit)

  queue(room: string, now: number): QueueCounts {
    together([() => this.countReports(room, QUEUE_MOST), () => this.countHolds(room, now, QUEUE_MOST)])
    return { reports: this.countReports(room, QUEUE_MOST), held: this.countHolds(room, now, QUEUE_MOST) }
  }

  forgetNamesOf(user: string): void {
    together([() => this.#reports.forgetNamesOf(user), () => this.#audit.forgetNamesOf(user)])
  }

  hasRoom(table: DirectoryTable): boolean {
    const counts = (table === 'accounts' ? ([table, 'removed'] as const) : [table]).map(
      each => () => this.#at.counted(each),
    )
    together(counts)
    return counts.reduce((sum, count) => sum + count(), 0) < this.#limits[table]
  }
}
