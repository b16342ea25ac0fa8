import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { DirectoryNews, SanctionRecord } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { type AuditRecord, GUEST_SANCTIONS } from '../ports/moderation.ts'
import { ROWS } from './bounds.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { addAudit } from './write-audit.ts'

export function addSanction(
  rows: DirectoryRows,
  sanction: SanctionRecord,
  audit: AuditRecord | undefined,
): DirectoryAnswer | 'full' {
  const { room, user, kind, at } = sanction
  if (rows.removed([user]).size > 0) return { value: 'ok', news: [] }
  rows.dropEnded(room, at)
  const isNew = sanctionIn(rows, room, user, kind) === undefined
  if (isNew && !isAccount(user) && !hasGuestPlace(rows, at)) return { value: 'too_many', news: [] }
  if (!rows.hasRoom('sanctions')) return 'full'
  rows.putSanction(sanction)
  addAudit(rows, audit)
  // a guest who has become somebody meanwhile
  const account = isAccount(user) ? undefined : rows.accountOfGuest(user)
  const passed = account ? passOn(rows, sanction, account.id) : []
  return { value: 'ok', news: [laid(sanction), ...passed] }
}

export function liftSanction(
  rows: DirectoryRows,
  { room, user, kind, audit }: Pick<SanctionRecord, 'room' | 'user' | 'kind'> & { audit?: AuditRecord | undefined },
): DirectoryAnswer {
  if (!rows.deleteSanction(room, user, kind)) return { value: false, news: [] }
  addAudit(rows, audit)
  return { value: true, news: [{ type: 'rights', room, user, lifted: kind }] }
}

/** What was laid on guests passes to the account that they are, as far as it lasts; theirs stays. */
export function passSanctions(
  rows: DirectoryRows,
  guestIds: readonly string[],
  account: string,
  now: number,
): DirectoryNews[] {
  const news: DirectoryNews[] = []
  for (const guestId of guestIds) {
    let page = rows.sanctionsOf(guestId, undefined, ROWS)
    while (page.length > 0) {
      for (const each of page) if (endOf(each) > now) news.push(...passOn(rows, each, account))
      page = page.length < ROWS ? [] : rows.sanctionsOf(guestId, page.at(-1), ROWS)
    }
  }
  return news
}

/** Unless the account has one of the kind there that lasts as long. */
function passOn(rows: DirectoryRows, sanction: SanctionRecord, account: string): DirectoryNews[] {
  const own = sanctionIn(rows, sanction.room, account, sanction.kind)
  if (own && endOf(own) >= endOf(sanction)) return []
  const passed = { ...sanction, user: account }
  rows.putSanction(passed)
  return [laid(passed)]
}

function sanctionIn(
  rows: DirectoryRows,
  room: string,
  user: string,
  kind: SanctionRecord['kind'],
): SanctionRecord | undefined {
  // no time is before this one: also those that have ended
  return rows.sanctions(room, user, -1).find(each => each.room === room && each.kind === kind)
}

/** Whether one more of a guest or an address can be kept. */
function hasGuestPlace(rows: DirectoryRows, now: number): boolean {
  if (rows.countGuestSanctions() < GUEST_SANCTIONS) return true
  rows.dropEndedOfGuests(now)
  return rows.countGuestSanctions() < GUEST_SANCTIONS
}

const laid = (sanction: SanctionRecord): DirectoryNews => ({
  type: 'rights',
  room: sanction.room,
  user: sanction.user,
  sanction,
})

const endOf = ({ until = Number.POSITIVE_INFINITY }: SanctionRecord) => until
