import { demand, demandUser, isRoomName, isUserId } from '../directory/check.ts'
import {
  checkedAccount,
  checkedAccountChange,
  checkedMembers,
  checkedRoom,
  checkedRoomChange,
  checkRole,
} from '../directory/check-change.ts'
import {
  checkEnd,
  checkedAudit,
  checkedBeside,
  checkedReport,
  checkedSanction,
  checkSanction,
} from '../directory/check-moderation.ts'
import { checkBlock, checkedInvitation, checkedPositions } from '../directory/check-ties.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  Account,
  AccountChange,
  Directory,
  DirectoryNews,
  Invitation,
  Membership,
  NoPlace,
  ReadPosition,
  RoomChange,
  RoomRecord,
  SanctionRecord,
} from '../ports/directory.ts'
import type { DirectoryAnswer, DirectoryChange } from '../ports/directory-change.ts'
import type { AuditRecord, ReportRecord } from '../ports/moderation.ts'
import type { Store, StoreAnswer, Write } from '../ports/store.ts'
import { DirectoryQuestions } from './directory-questions.ts'
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
export class DurableDirectory extends DirectoryQuestions implements Directory {
  readonly #setup: DurableDirectorySetup
  readonly #watch: DirectoryWatch

  constructor(setup: DurableDirectorySetup) {
    super(setup.ask)
    this.#setup = setup
    this.#watch = new DirectoryWatch(setup.onFault)
  }

  async addAccount(account: Account): Promise<'ok' | 'taken'> {
    return this.#push({ type: 'addAccount', account: checkedAccount(account), at: this.#setup.clock.now() })
  }

  async changeAccount(id: string, change: AccountChange): Promise<Account | 'taken' | undefined> {
    const checked = checkedAccountChange(change)
    if (!isUserId(id)) return undefined
    return this.#push({ type: 'changeAccount', id, change: checked, at: this.#setup.clock.now() })
  }

  async removeAccount(id: string): Promise<void> {
    if (isUserId(id)) await this.#push({ type: 'removeAccount', id, at: this.#setup.clock.now() })
  }

  async endErasure(id: string): Promise<void> {
    if (isUserId(id)) await this.#push({ type: 'endErasure', id })
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

  async setRole(
    room: string,
    user: string,
    role: Membership['role'] | undefined,
  ): Promise<'ok' | 'conflict' | NoPlace> {
    checkRole(room, user, role)
    return this.#push({ type: 'setRole', room, user, role, at: this.#setup.clock.now() })
  }

  async addSanction(
    sanction: SanctionRecord,
    audit?: AuditRecord,
    beside: readonly SanctionRecord[] = [],
  ): Promise<'ok' | 'too_many'> {
    return this.#push({
      type: 'addSanction',
      sanction: checkedSanction(sanction),
      audit: audit && checkedAudit(audit),
      beside: checkedBeside(beside),
    })
  }

  async liftSanction(room: string, user: string, kind: SanctionRecord['kind'], audit?: AuditRecord): Promise<boolean> {
    checkSanction(room, user, kind)
    return this.#push({ type: 'liftSanction', room, user, kind, audit: audit && checkedAudit(audit) })
  }

  async addReport(report: ReportRecord): Promise<{ id: string; isNew: boolean } | 'too_many'> {
    return this.#push({ type: 'addReport', report: checkedReport(report) })
  }

  async closeReport(room: string, id: string, at: number, audit: AuditRecord): Promise<boolean> {
    checkEnd(room, id, at)
    return this.#push({ type: 'closeReport', room, id, at, audit: checkedAudit(audit) })
  }

  async endHold(room: string, id: string, at: number, audit?: AuditRecord): Promise<boolean> {
    checkEnd(room, id, at)
    return this.#push({ type: 'endHold', room, id, at, audit: audit && checkedAudit(audit) })
  }

  async note(audit: AuditRecord): Promise<void> {
    await this.#push({ type: 'note', audit: checkedAudit(audit) })
  }

  async invite(invitation: Invitation): Promise<'ok' | 'taken' | 'too_many' | 'not_found'> {
    return this.#push({ type: 'invite', invitation: checkedInvitation(invitation) })
  }

  async dropInvitation(room: string, user: string): Promise<boolean> {
    return isRoomName(room) && isUserId(user) && this.#push({ type: 'dropInvitation', room, user })
  }

  async block(by: string, user: string, on: boolean): Promise<'ok' | 'too_many' | 'not_found'> {
    checkBlock(by, user, on)
    return this.#push({ type: 'block', by, user, on })
  }

  async keepPositions(positions: readonly ReadPosition[]): Promise<void> {
    const checked = checkedPositions(positions)
    if (checked.length > 0) await this.#push({ type: 'keepPositions', positions: checked })
  }

  watchRoom(room: string, listener: (news: DirectoryNews) => void): () => void {
    demand(room === '' || isRoomName(room), 'The room has a name that none can have.')
    return this.#watch.room(room, listener)
  }

  watchUser(user: string, listener: (news: DirectoryNews) => void): () => void {
    demandUser(user, 'The id')
    return this.#watch.user(user, listener)
  }

  watchGuests(listener: (news: DirectoryNews) => void): () => void {
    return this.#watch.guests(listener)
  }

  /** What is durable now; in the order of the store. */
  committed({ news }: Pick<DirectoryAnswer, 'news'>): void {
    this.#watch.tell(news)
  }

  /** The store has failed and works again: nobody knows what of it was committed. */
  reset(): void {
    this.#watch.tell([{ type: 'reset' }])
  }

  override close(): void {
    super.close()
    this.#watch.clear()
  }

  async #push<Value extends DirectoryAnswer['value']>(change: DirectoryChange): Promise<Value> {
    const { value } = (await this.#setup.push({ kind: 'directory', change })) as DirectoryAnswer
    return value as Value
  }
}
