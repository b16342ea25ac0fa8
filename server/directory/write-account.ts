import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { Account, AccountChange, DirectoryNews } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { GUEST_IDS, ROOMS_OF_USER } from './bounds.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { removeTraces } from './write-moderation.ts'
import { passSanctions } from './write-sanctions.ts'
import { removeTies } from './write-ties.ts'

const TAKEN: DirectoryAnswer = { value: 'taken', news: [] }
const NOTHING: DirectoryAnswer = { value: undefined, news: [] }

/** What was laid on its guests passes to it, as far as it lasts at `now`. */
export function addAccount(rows: DirectoryRows, account: Account, now = account.seenAt): DirectoryAnswer | 'full' {
  const { id } = account
  if (rows.account(id) || rows.removed([id, ...account.guestIds]).size > 0 || isTaken(rows, account)) return TAKEN
  if (!rows.hasRoom('accounts')) return 'full'
  rows.putAccount(account, undefined)
  return { value: 'ok', news: [{ type: 'account', id }, ...passSanctions(rows, account.guestIds, id, now)] }
}

/** As above, of guests that come to it. */
export function changeAccount(rows: DirectoryRows, id: string, change: AccountChange, now?: number): DirectoryAnswer {
  const before = rows.account(id)
  if (!before) return NOTHING
  const account: Account = {
    ...before,
    name: change.name ?? before.name,
    keys: change.keys ?? before.keys,
    role: change.role ?? before.role,
    password: change.password ?? before.password,
    picture: (change.picture ?? before.picture) || undefined,
    seenAt: change.seenAt ?? before.seenAt,
    notBefore: change.notBefore ?? before.notBefore,
    guestIds: withGuests(before.guestIds, change.guestIds ?? []),
  }
  if (isTaken(rows, account) || rows.removed(change.guestIds ?? []).size > 0) return TAKEN
  if (isSame(account, before)) return { value: before, news: [] }
  rows.putAccount(account, before)
  // it is seen each time that it comes, which is nothing to ask again for
  const isSeenOnly = isSame({ ...account, seenAt: before.seenAt }, before)
  const come = account.guestIds.filter(guestId => !before.guestIds.includes(guestId))
  const passed = passSanctions(rows, come, id, now ?? account.seenAt)
  const isOther = account.role !== before.role
  const news: DirectoryNews = { type: 'account', id, ...(isOther && { role: account.role }) }
  return { value: account, news: isSeenOnly ? [] : [news, ...passed] }
}

export function removeAccount(rows: DirectoryRows, id: string, at: number): DirectoryAnswer {
  const account = rows.account(id)
  if (!account && !isLoneGuest(rows, id)) return NOTHING
  const news: DirectoryNews[] = [{ type: 'account', id, gone: true }]
  const ids = [id, ...(account?.guestIds ?? [])]
  for (const user of ids)
    news.push(...removeRights(rows, user, at), ...removeTies(rows, user), ...removeTraces(rows, user))
  if (account) rows.deleteAccount(account)
  const { issuer, subject } = account ?? {}
  if (issuer !== undefined && subject !== undefined) rows.noteRemoval(issuer, subject, at)
  rows.addRemoved(ids)
  return { value: undefined, news }
}

/** A guest who is none's, and was not removed yet. */
function isLoneGuest(rows: DirectoryRows, id: string): boolean {
  return !isAccount(id) && !rows.accountOfGuest(id) && rows.removed([id]).size === 0
}

function removeRights(rows: DirectoryRows, id: string, at: number): DirectoryNews[] {
  const news: DirectoryNews[] = []
  const rooms = new Set<string>()
  for (const { room, role } of rows.roomsOf(id, undefined, ROOMS_OF_USER)) {
    rooms.add(room)
    rows.deleteMembership(room, id)
    const heir = role === 'owner' && !rows.longest(room, 'owner', id) ? heirOf(rows, room, id) : undefined
    if (!heir) continue
    rows.putMembership({ ...heir, role: 'owner', since: at })
    news.push({ type: 'rights', room, user: heir.user })
  }
  for (const room of rows.deleteSanctionsOf(id)) rooms.add(room)
  for (const room of rooms) news.push({ type: 'rights', room, user: id })
  return news
}

function heirOf(rows: DirectoryRows, room: string, id: string) {
  return rows.longest(room, 'moderator', id) ?? rows.longest(room, 'member', id)
}

/** Another account has something that one alone can have. */
export function isTaken(rows: DirectoryRows, { id, password, keys, issuer, subject, guestIds }: Account): boolean {
  const isOther = (account: Account | undefined) => account !== undefined && account.id !== id
  if (password !== undefined && keys.some(key => isOther(rows.accountNamed([key])))) return true
  if (issuer !== undefined && subject !== undefined && isOther(rows.accountOf(issuer, subject))) return true
  return guestIds.some(guestId => isOther(rows.accountOfGuest(guestId)))
}

function withGuests(before: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...before, ...added])].slice(-GUEST_IDS)
}

function isSame(one: Account, other: Account): boolean {
  return factsOf(one) === factsOf(other)
}

/** What can change, as one text. */
function factsOf({ name, keys, role, password, picture, seenAt, notBefore, guestIds }: Account): string {
  return JSON.stringify([name, keys, role, password, picture, seenAt, notBefore, guestIds])
}
