import { GUEST_IDS, KEY_LENGTH, KEYS, ROWS, SUBJECT_LENGTH } from '../directory/bounds.ts'
import { demand, demandList, isRoomName, isStorable, isUserId } from '../directory/check.ts'
import type {
  Account,
  Asked,
  DirectoryTables,
  Erasure,
  Invitation,
  Membership,
  ReadPosition,
  RoomRecord,
  SanctionRecord,
} from '../ports/directory.ts'
import type { AuditRecord, HoldRecord, QueueCounts, ReportRecord } from '../ports/moderation.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Store } from '../ports/store.ts'

/** What can be asked of the directory: a store is asked for what may be there, and for no more than a page of it. */
export class DirectoryQuestions implements Asked<DirectoryTables> {
  readonly #store: Store['directory']
  #closed = false

  constructor(store: Store['directory']) {
    this.#store = store
  }

  async account(id: string): Promise<Account | undefined> {
    return isUserId(id) ? this.#ask('account', id) : undefined
  }

  async hasAccounts(): Promise<boolean> {
    return this.#ask('hasAccounts')
  }

  async accountNamed(keys: readonly string[]): Promise<Account | undefined> {
    const possible = possibleKeys(keys)
    return possible.length > 0 ? this.#ask('accountNamed', possible) : undefined
  }

  async accountOf(issuer: string, subject: string): Promise<Account | undefined> {
    const possible = [issuer, subject].every(text => isStorable(text, 2 * SUBJECT_LENGTH))
    return possible ? this.#ask('accountOf', issuer, subject) : undefined
  }

  async accountOfGuest(guestId: string): Promise<Account | undefined> {
    return isUserId(guestId) ? this.#ask('accountOfGuest', guestId) : undefined
  }

  async isNameKept(keys: readonly string[], since: number): Promise<boolean> {
    demand(!Number.isNaN(since), 'There is no such time.')
    const possible = possibleKeys(keys)
    return possible.length > 0 && this.#ask('isNameKept', possible, since)
  }

  async removed(ids: readonly string[]): Promise<ReadonlySet<string>> {
    demandList(ids, ROWS, 'The ids')
    const possible = ids.filter(isUserId)
    return possible.length > 0 ? this.#ask('removed', possible) : new Set()
  }

  async removedIds(after: string | undefined, limit: number): Promise<string[]> {
    return isPage(after, limit) ? this.#ask('removedIds', after, limit) : []
  }

  async removedAt(issuer: string, subject: string): Promise<number> {
    const possible = [issuer, subject].every(text => isStorable(text, 2 * SUBJECT_LENGTH))
    return possible ? this.#ask('removedAt', issuer, subject) : 0
  }

  async erasures(after: string | undefined, limit: number): Promise<Erasure[]> {
    return isPage(after, limit) ? this.#ask('erasures', after, limit) : []
  }

  async room(room: string): Promise<RoomRecord | undefined> {
    return isRoomName(room) ? this.#ask('room', room) : undefined
  }

  async direct(one: string, other: string): Promise<RoomRecord | undefined> {
    return isUserId(one) && isUserId(other) ? this.#ask('direct', one, other) : undefined
  }

  async listed(after: string | undefined, limit: number): Promise<RoomRecord[]> {
    return isPage(after, limit) ? this.#ask('listed', after, limit) : []
  }

  async madeBy(user: string): Promise<number> {
    return isUserId(user) ? this.#ask('madeBy', user) : 0
  }

  async roomsMadeBy(user: string, after: string | undefined, limit: number): Promise<RoomRecord[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('roomsMadeBy', user, after, limit) : []
  }

  async membership(room: string, user: string): Promise<Membership | undefined> {
    return isRoomName(room) && isUserId(user) ? this.#ask('membership', room, user) : undefined
  }

  async members(room: string, after: string | undefined, limit: number): Promise<Membership[]> {
    return isPage(after, limit) && isRoomName(room) ? this.#ask('members', room, after, limit) : []
  }

  async roomsOf(user: string, after: string | undefined, limit: number): Promise<Membership[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('roomsOf', user, after, limit) : []
  }

  async shareRoom(one: string, other: string): Promise<boolean> {
    return isUserId(one) && isUserId(other) && this.#ask('shareRoom', one, other)
  }

  async invitation(room: string, user: string): Promise<Invitation | undefined> {
    return isRoomName(room) && isUserId(user) ? this.#ask('invitation', room, user) : undefined
  }

  async invitationsOf(user: string, after: string | undefined, limit: number): Promise<Invitation[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('invitationsOf', user, after, limit) : []
  }

  async blocks(user: string): Promise<string[]> {
    return isUserId(user) ? this.#ask('blocks', user) : []
  }

  async isBlocked(by: string, user: string): Promise<boolean> {
    return isUserId(by) && isUserId(user) && this.#ask('isBlocked', by, user)
  }

  async position(user: string, room: string): Promise<ReadPosition | undefined> {
    return isRoomName(room) && isUserId(user) ? this.#ask('position', user, room) : undefined
  }

  async positionsOf(user: string, after: string | undefined, limit: number): Promise<ReadPosition[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('positionsOf', user, after, limit) : []
  }

  async sanctions(room: string, user: string, now: number): Promise<SanctionRecord[]> {
    demandTime(now)
    return (room === '' || isRoomName(room)) && isUserId(user) ? this.#ask('sanctions', room, user, now) : []
  }

  async sanctionsOf(
    user: string,
    after: Pick<SanctionRecord, 'room' | 'kind'> | undefined,
    limit: number,
  ): Promise<SanctionRecord[]> {
    return isPage(undefined, limit) && isUserId(user) ? this.#ask('sanctionsOf', user, after, limit) : []
  }

  async guestSanctions(
    now: number,
    after: Pick<SanctionRecord, 'user' | 'room' | 'kind'> | undefined,
    limit: number,
  ): Promise<SanctionRecord[]> {
    demandTime(now)
    return isPage(undefined, limit) ? this.#ask('guestSanctions', now, after, limit) : []
  }

  async hold(room: string, id: string): Promise<HoldRecord | undefined> {
    return isRoomName(room) && isUserId(id) ? this.#ask('hold', room, id) : undefined
  }

  async holds(room: string, now: number, after: string | undefined, limit: number): Promise<HoldRecord[]> {
    demandTime(now)
    return isPage(after, limit) && isRoomName(room) ? this.#ask('holds', room, now, after, limit) : []
  }

  async holdsOf(room: string, ids: readonly string[], now: number): Promise<HoldRecord[]> {
    demandTime(now)
    demandList(ids, GUEST_IDS + 1, 'The ids')
    const possible = [...new Set(ids.filter(isUserId))]
    return isRoomName(room) && possible.length > 0 ? this.#ask('holdsOf', room, possible, now) : []
  }

  async holdsBy(user: string, after: string | undefined, limit: number): Promise<HoldRecord[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('holdsBy', user, after, limit) : []
  }

  async report(room: string, id: string): Promise<ReportRecord | undefined> {
    return isPlace(room) && isUserId(id) ? this.#ask('report', room, id) : undefined
  }

  async reports(room: string, after: string | undefined, limit: number): Promise<ReportRecord[]> {
    return isPage(after, limit) && isPlace(room) ? this.#ask('reports', room, after, limit) : []
  }

  async reportsBy(user: string, after: string | undefined, limit: number): Promise<ReportRecord[]> {
    return isPage(after, limit) && isUserId(user) ? this.#ask('reportsBy', user, after, limit) : []
  }

  async queue(room: string, now: number): Promise<QueueCounts> {
    demandTime(now)
    return isRoomName(room) ? this.#ask('queue', room, now) : { reports: 0, held: 0 }
  }

  async audit(room: string, before: string | undefined, limit: number): Promise<AuditRecord[]> {
    return isPage(before, limit) && isPlace(room) ? this.#ask('audit', room, before, limit) : []
  }

  async deed(by: string, cid: string): Promise<AuditRecord | undefined> {
    return isUserId(by) && isUserId(cid) ? this.#ask('deed', by, cid) : undefined
  }

  async addressKey(): Promise<string> {
    return this.#ask('addressKey')
  }

  close(): void {
    this.#closed = true
  }

  #ask: Store['directory'] = async (what, ...about) => {
    if (this.#closed) throw new LogUnavailable('The directory is closed.')
    return this.#store(what, ...about)
  }
}

function demandTime(time: number): void {
  demand(!Number.isNaN(time), 'There is no such time.')
}

/** Those that a name can have. Throws a RangeError for too many. */
function possibleKeys(keys: readonly string[]): string[] {
  demandList(keys, KEYS, 'The keys of a name')
  return keys.filter(key => isStorable(key, KEY_LENGTH))
}

/** False: nothing can be behind `after`. Throws a RangeError for a limit that there is not. */
function isPage(after: string | undefined, limit: number): boolean {
  demand(Number.isSafeInteger(limit) && limit > 0 && limit <= ROWS, `A page has 1 to ${ROWS} rows.`)
  return after === undefined || isUserId(after)
}

/** A room, or the whole server. */
function isPlace(room: string): boolean {
  return room === '' || isRoomName(room)
}
