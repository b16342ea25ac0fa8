import type { Role, RoomKind } from '../../sdk/protocol/policy.ts'
import type { AuditRecord } from './audit.ts'
import type { DirectoryNews } from './directory-news.ts'
import type { ModerationTables, ReportRecord } from './moderation.ts'
import type { SanctionRecord } from './sanction.ts'

export type { DirectoryNews, SanctionRecord }

/** Somebody who comes back as the same person: by a password, or because a site vouches for them. Times are ms since the Unix epoch. */
export interface Account {
  /** `a:` and what no other has, for ever. */
  readonly id: string
  readonly name: string
  /** The look-alike keys of its name. A name of a password account is held by nobody else. */
  readonly keys: readonly string[]
  /** Of the whole server. */
  readonly role: 'user' | 'admin'
  /** The hash, as its hasher writes it. */
  readonly password?: string | undefined
  /** The site that vouches for it, and what the site calls it. */
  readonly issuer?: string | undefined
  readonly subject?: string | undefined
  readonly picture?: string | undefined
  readonly createdAt: number
  /** When it was last here. */
  readonly seenAt: number
  /** Tokens of a site that were issued before are over. */
  readonly notBefore: number
  /** The ids under which it wrote as a guest, oldest first; each is of one account. Of more than 50 the oldest go. */
  readonly guestIds: readonly string[]
}

/**
 * What can change of an account. A name comes with its keys. Guest ids are added to those that it has. What is left out or
 * undefined stays; an empty picture takes it away.
 */
export type AccountChange = Partial<
  Pick<Account, 'name' | 'keys' | 'role' | 'password' | 'picture' | 'seenAt' | 'notBefore' | 'guestIds'>
>

/** How a room is set, where somebody set it. */
export interface RoomRecord {
  readonly room: string
  readonly kind: RoomKind
  readonly title?: string | undefined
  readonly topic?: string | undefined
  readonly slowMs: number
  readonly write: 'guest' | 'user' | 'member'
  readonly locked: boolean
  readonly hideModerators?: boolean | undefined
  /** What is not let in, as JSON holds it; undefined: only what the server's own filters say. */
  readonly filters?: object | undefined
  /** Of a direct room: the two people, the first in order first. There is one room of a pair. */
  readonly pair?: readonly [string, string] | undefined
  readonly createdBy: string
  readonly createdAt: number
}

/** What is left out or undefined stays; an empty title or topic takes it away, and so do filters that are empty. */
export type RoomChange = {
  readonly [Name in 'title' | 'topic' | 'slowMs' | 'write' | 'locked' | 'hideModerators' | 'filters']?:
    | RoomRecord[Name]
    | undefined
}

/** A lasting place in a room. */
export interface Membership {
  readonly room: string
  readonly user: string
  readonly role: Extract<Role, 'member' | 'moderator' | 'owner'>
  /** When it got this role. */
  readonly since: number
}

/** Somebody was asked into a room, and has not answered yet. */
export interface Invitation {
  readonly room: string
  readonly user: string
  /** Who asked. */
  readonly by: string
  readonly at: number
}

/** How far somebody has read a room: up to `seq` of the log that had this epoch. */
export interface ReadPosition {
  readonly user: string
  readonly room: string
  readonly epoch: string
  readonly seq: number
}

/** Somebody who was removed, and of whom the rooms may still hold something. */
export interface Erasure {
  readonly id: string
  /** All ids of theirs, with that one. */
  readonly ids: readonly string[]
}

/** What can be asked of people and rooms; each answer is one view. What cannot be there is not found. */
export interface DirectoryTables extends ModerationTables {
  account(id: string): Account | undefined
  /** Whether there is any. */
  hasAccounts(): boolean
  /** The account with a password whose name has one of these keys, of several that of the first key. At most 8 keys. */
  accountNamed(keys: readonly string[]): Account | undefined
  accountOf(issuer: string, subject: string): Account | undefined
  /** The account that wrote as this guest. */
  accountOfGuest(guestId: string): Account | undefined
  /**
   * Whether an account keeps a name with one of these keys (at most 8) from guests: one with a password does for ever, one of a
   * site when it was seen at `since` or later.
   */
  isNameKept(keys: readonly string[], since: number): boolean
  /** Those of people who were removed, of these ids; at most 1,000. */
  removed(ids: readonly string[]): ReadonlySet<string>
  /** Ids of all who were removed, in order, behind `after`; at most 1,000. */
  removedIds(after: string | undefined, limit: number): string[]
  /** When somebody of a site was last removed; ms since the Unix epoch, 0: never. */
  removedAt(issuer: string, subject: string): number
  /** What is still to be erased, by id, behind `after`; at most 1,000. */
  erasures(after: string | undefined, limit: number): Erasure[]

  room(room: string): RoomRecord | undefined
  /** The direct room of two people, whoever is named first. */
  direct(one: string, other: string): RoomRecord | undefined
  /** Open and announce rooms that were made, by name, behind `after`; at most 1,000. */
  listed(after: string | undefined, limit: number): RoomRecord[]
  /** How many rooms that are there somebody made; direct ones are not counted. */
  madeBy(user: string): number
  /** These, by name, behind `after`; at most 1,000. */
  roomsMadeBy(user: string, after: string | undefined, limit: number): RoomRecord[]

  membership(room: string, user: string): Membership | undefined
  /** By user id, behind `after`; at most 1,000. */
  members(room: string, after: string | undefined, limit: number): Membership[]
  /** By the name of the room, behind `after`; at most 1,000. */
  roomsOf(user: string, after: string | undefined, limit: number): Membership[]
  /** Whether two have a place in one room. */
  shareRoom(one: string, other: string): boolean

  invitation(room: string, user: string): Invitation | undefined
  /** By the name of the room, behind `after`; at most 1,000. */
  invitationsOf(user: string, after: string | undefined, limit: number): Invitation[]
  /** Whom somebody blocked, in the order in which they did. */
  blocks(user: string): string[]
  isBlocked(by: string, user: string): boolean

  position(user: string, room: string): ReadPosition | undefined
  /** By the name of the room, behind `after`; at most 1,000. */
  positionsOf(user: string, after: string | undefined, limit: number): ReadPosition[]

  /** Those that last at `now`, of the whole server and of the room. */
  sanctions(room: string, user: string, now: number): SanctionRecord[]
  /** All that are kept of a user, also those that have ended, by room and kind; behind one of them; at most 1,000. */
  sanctionsOf(user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number): SanctionRecord[]
}

export type Asked<Tables> = {
  [Name in keyof Tables]: Tables[Name] extends (...about: infer About) => infer Answer
    ? (...about: About) => Promise<Answer>
    : never
}

/**
 * Who is who, and what they may: accounts, rooms, memberships and sanctions. Every method may reject with LogUnavailable, and
 * with a RangeError for what is longer or another than it may be. A change is durable when it resolves, as the store is set to be,
 * and was told to those who watch; a later question sees it.
 */
export interface Directory extends Asked<DirectoryTables> {
  /** `taken`: another one has its id or had it, has its name and both have a password, its issuer and subject, or a guest id. */
  addAccount(account: Account): Promise<'ok' | 'taken'>
  /** `taken`: as above; undefined: there is no such account. Who watches is not told when it was last seen. */
  changeAccount(id: string, change: AccountChange): Promise<Account | 'taken' | undefined>
  /**
   * Everything that names it is gone: names, password, memberships, sanctions, invitations, blocks, positions. Its ids, as a guest too, are never given again.
   * Where it was the only owner, the longest moderator becomes one, else the longest member. What it wrote is to be erased.
   * `id`: of an account, or of a guest who is none's.
   */
  removeAccount(id: string): Promise<void>
  /** Nothing is left to erase of who was removed. */
  endErasure(id: string): Promise<void>

  /** With its first members, at most 10. `taken`: there is one of that name, or of that pair; else as for `setRole`. */
  addRoom(record: RoomRecord, members?: readonly Pick<Membership, 'user' | 'role'>[]): Promise<'ok' | 'taken' | NoPlace>
  changeRoom(room: string, change: RoomChange): Promise<RoomRecord | undefined>

  /** Undefined role: out. Who has a place is no longer asked in. `conflict`: the room would lose its last owner. */
  setRole(room: string, user: string, role: Membership['role'] | undefined): Promise<'ok' | 'conflict' | NoPlace>

  /**
   * `taken`: they were asked already, or have a place there. `too_many`: 200 of the room, of the person, or by the one who asks
   * wait. `not_found`: one of the two has no account, or nobody made such a room.
   */
  invite(invitation: Invitation): Promise<'ok' | 'taken' | 'too_many' | 'not_found'>
  /** False: there was none. */
  dropInvitation(room: string, user: string): Promise<boolean>
  /** `too_many`: they blocked 1,000 already. `not_found`: one of the two has no account, or both are the same. */
  block(by: string, user: string, on: boolean): Promise<'ok' | 'too_many' | 'not_found'>
  /**
   * At most 500 at once, each in the place of the one before. Nobody is told. Of more than 2,000 of one person those go that
   * were longest not written; nothing is kept of who was removed.
   */
  keepPositions(positions: readonly ReadPosition[]): Promise<void>

  /**
   * Replaces one of the same kind; what is of a guest passes to the account that they become. Nothing happens to an account that
   * was removed. `too_many`: of guests and addresses there are as many as there may be. `audit` is written with it, and so is
   * what is laid `beside` it on others, as the guests that somebody was and their address.
   */
  addSanction(
    sanction: SanctionRecord,
    audit?: AuditRecord,
    beside?: readonly SanctionRecord[],
  ): Promise<'ok' | 'too_many'>
  /** False: there was none. */
  liftSanction(room: string, user: string, kind: SanctionRecord['kind'], audit?: AuditRecord): Promise<boolean>

  /**
   * The id of the report. Somebody reports a message once, and asks once to have a sanction lifted: the same again is answered
   * with the first's, also when that is closed. `too_many`: as many as may be wait in this room.
   */
  addReport(report: ReportRecord): Promise<{ id: string; isNew: boolean } | 'too_many'>
  /** False: there is no such report that is open. */
  closeReport(room: string, id: string, at: number, audit: AuditRecord): Promise<boolean>
  /**
   * A message that waits goes without getting in; what it says is kept no longer. False: it does not wait. `audit`: a moderator
   * rejected it, and its cid is refused from then on; else whoever wrote it took it back, and may send it anew.
   */
  endHold(room: string, id: string, at: number, audit?: AuditRecord): Promise<boolean>
  /** What a moderator did that is none of the above. */
  note(audit: AuditRecord): Promise<void>

  /** Hears of changes of a room and of rights in it ('': in all at once); the returned function ends it. May throw LogUnavailable. */
  watchRoom(room: string, listener: (news: DirectoryNews) => void): () => void
  /** Hears of changes of an account, of its rights in every room, of what it is asked into, and of blocks. */
  watchUser(user: string, listener: (news: DirectoryNews) => void): () => void
  /** Hears of the rights of all guests and addresses. */
  watchGuests(listener: (news: DirectoryNews) => void): () => void
}

/** Why somebody gets no place in a room: their account was removed, or has places in 2,000 rooms. */
export type NoPlace = 'not_found' | 'too_many'
