import type { Sanction } from '../../../sdk/protocol/policy.ts'
import type { DirectoryRows } from '../../directory/directory-rows.ts'
import type { Account, Membership, RoomRecord, SanctionRecord } from '../../ports/directory.ts'
import { MemoryAccounts } from './accounts.ts'
import { MemoryMemberships } from './memberships.ts'
import { MemorySanctions } from './sanctions.ts'

/** How many of each; accounts with those that were removed. */
export type MemoryDirectoryLimits = Record<Parameters<DirectoryRows['hasRoom']>[0], number>

const DEFAULTS: MemoryDirectoryLimits = { accounts: 50_000, rooms: 50_000, memberships: 200_000, sanctions: 50_000 }

/** The directory in this process's memory. */
export class MemoryDirectory implements DirectoryRows {
  readonly #limits: MemoryDirectoryLimits
  readonly #accounts = new MemoryAccounts()
  readonly #rooms = new Map<string, RoomRecord>()
  readonly #memberships = new MemoryMemberships()
  readonly #sanctions = new MemorySanctions()

  constructor(limits: Partial<MemoryDirectoryLimits> = {}) {
    this.#limits = { ...DEFAULTS, ...limits }
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
  putRoom = (record: RoomRecord) => void this.#rooms.set(record.room, record)

  membership = (room: string, user: string) => this.#memberships.get(room, user)
  members = (room: string, after: string | undefined, limit: number) => this.#memberships.members(room, after, limit)
  roomsOf = (user: string, after: string | undefined, limit: number) => this.#memberships.roomsOf(user, after, limit)
  countRooms = (user: string) => this.#memberships.countRooms(user)
  longest = (room: string, role: Membership['role'], butUser: string) => this.#memberships.longest(room, role, butUser)
  putMembership = (membership: Membership) => this.#memberships.put(membership)
  deleteMembership = (room: string, user: string) => this.#memberships.delete(room, user)

  sanctions = (room: string, user: string, now: number) => this.#sanctions.of(room, user, now)
  sanctionsOf = (user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number) =>
    this.#sanctions.all(user, after, limit)
  putSanction = (sanction: SanctionRecord) => this.#sanctions.put(sanction)
  deleteSanction = (room: string, user: string, kind: Sanction['kind']) => this.#sanctions.delete({ room, user, kind })
  deleteSanctionsOf = (user: string) => this.#sanctions.deleteOf(user)
  dropEnded = (room: string, now: number) => this.#sanctions.dropEnded(room, now)

  hasRoom(table: keyof MemoryDirectoryLimits): boolean {
    const sizes = {
      accounts: this.#accounts.size,
      rooms: this.#rooms.size,
      memberships: this.#memberships.size,
      sanctions: this.#sanctions.size,
    }
    return sizes[table] < this.#limits[table]
  }
}
