import type { Sanction } from '../../sdk/protocol/policy.ts'
import { KEY_LENGTH, KEYS, ROWS, SUBJECT_LENGTH } from '../directory/bounds.ts'
import { demand, demandList, demandUser, isRoomName, isStorable, isUserId } from '../directory/check.ts'
import {
  checkedAccount,
  checkedAccountChange,
  checkedMembers,
  checkedRoom,
  checkedRoomChange,
  checkedSanction,
  checkRole,
  checkSanction,
} from '../directory/check-change.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  Account,
  AccountChange,
  Directory,
  DirectoryNews,
  Erasure,
  Membership,
  NoPlace,
  RoomChange,
  RoomRecord,
  SanctionRecord,
} from '../ports/directory.ts'
import type { DirectoryAnswer, DirectoryChange } from '../ports/directory-change.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Store, StoreAnswer, Write } from '../ports/store.ts'
import { DirectoryWatch } from './directory-watch.ts'

export interface DurableDirectorySetup {
  clock: Clock
  ask: Store['directory']
  /** Resolves when it is durable. */
  push(write: Write): Promise<StoreAnswer>
  /** Gets what a listener threw. */
  onFault: (error: unknown) => void
}

/** The directory over a store: what is asked and changed is checked here, before anybody works for it. */
export class DurableDirectory implements Directory {
  readonly #setup: DurableDirectorySetup
  readonly #watch: DirectoryWatch
  #closed = false

  constructor(setup: DurableDirectorySetup) {
    this.#setup = setup
    this.#watch = new DirectoryWatch(setup.onFault)
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

  async addAccount(account: Account): Promise<'ok' | 'taken'> {
    return this.#push({ type: 'addAccount', account: checkedAccount(account) })
  }

  async changeAccount(id: string, change: AccountChange): Promise<Account | 'taken' | undefined> {
    const checked = checkedAccountChange(change)
    return isUserId(id) ? this.#push({ type: 'changeAccount', id, change: checked }) : undefined
  }

  async removeAccount(id: string): Promise<void> {
    if (isUserId(id)) await this.#push({ type: 'removeAccount', id, at: this.#setup.clock.now() })
  }

  async endErasure(id: string): Promise<void> {
    if (isUserId(id)) await this.#push({ type: 'endErasure', id })
  }

  async room(room: string): Promise<RoomRecord | undefined> {
    return isRoomName(room) ? this.#ask('room', room) : undefined
  }

  async addRoom(
    record: RoomRecord,
    members: readonly Pick<Membership, 'user' | 'role'>[] = [],
  ): Promise<'ok' | 'taken' | NoPlace> {
    const checked = checkedRoom(record)
    const first = checkedMembers(checked.room, members, this.#setup.clock.now())
    return this.#push({ type: 'addRoom', record: checked, members: first })
  }

  async changeRoom(room: string, change: RoomChange): Promise<RoomRecord | undefined> {
    const checked = checkedRoomChange(change)
    return isRoomName(room) ? this.#push({ type: 'changeRoom', room, change: checked }) : undefined
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

  async setRole(
    room: string,
    user: string,
    role: Membership['role'] | undefined,
  ): Promise<'ok' | 'conflict' | NoPlace> {
    checkRole(room, user, role)
    return this.#push({ type: 'setRole', room, user, role, at: this.#setup.clock.now() })
  }

  async sanctions(room: string, user: string, now: number): Promise<SanctionRecord[]> {
    demand(!Number.isNaN(now), 'There is no such time.')
    return (room === '' || isRoomName(room)) && isUserId(user) ? this.#ask('sanctions', room, user, now) : []
  }

  async sanctionsOf(
    user: string,
    after: Pick<SanctionRecord, 'room' | 'kind'> | undefined,
    limit: number,
  ): Promise<SanctionRecord[]> {
    return isPage(undefined, limit) && isUserId(user) ? this.#ask('sanctionsOf', user, after, limit) : []
  }

  async addSanction(sanction: SanctionRecord): Promise<void> {
    await this.#push({ type: 'addSanction', sanction: checkedSanction(sanction) })
  }

  async liftSanction(room: string, user: string, kind: Sanction['kind']): Promise<void> {
    checkSanction(room, user, kind)
    await this.#push({ type: 'liftSanction', room, user, kind })
  }

  watchRoom(room: string, listener: (news: DirectoryNews) => void): () => void {
    demand(room === '' || isRoomName(room), 'The room has a name that none can have.')
    return this.#watch.room(room, listener)
  }

  watchUser(user: string, listener: (news: DirectoryNews) => void): () => void {
    demandUser(user, 'The id')
    return this.#watch.user(user, listener)
  }

  /** What is durable now; in the order of the store. */
  committed({ news }: DirectoryAnswer): void {
    this.#watch.tell(news)
  }

  /** The store has failed and works again: nobody knows what of it was committed. */
  reset(): void {
    this.#watch.tell([{ type: 'reset' }])
  }

  close(): void {
    this.#closed = true
    this.#watch.clear()
  }

  #ask: Store['directory'] = async (what, ...about) => {
    if (this.#closed) throw new LogUnavailable('The directory is closed.')
    return this.#setup.ask(what, ...about)
  }

  async #push<Value extends DirectoryAnswer['value']>(change: DirectoryChange): Promise<Value> {
    const { value } = (await this.#setup.push({ kind: 'directory', change })) as DirectoryAnswer
    return value as Value
  }
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
