import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { DirectoryNews, SanctionRecord } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { type AuditRecord, GUEST_SANCTIONS } from '../ports/moderation.ts'
import { ROWS } from './bounds.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { addAudit } from './write-audit.ts'

/** All of them or none. */
export function addSanctions(
  rows: DirectoryRows,
  sanctions: readonly SanctionRecord[],
  audit: AuditRecord | undefined,
): DirectoryAnswer | 'full' {
  const [first, ...beside] = sanctions
  if (first === undefined || rows.removed([first.user]).size > 0) return { value: 'ok', news: [] }
  for (const room of new Set(sanctions.map(each => each.room))) rows.dropEnded(room, first.at)
  const ofGuests = sanctions.filter(({ user }) => !isAccount(user))
  const added = ofGuests.filter(({ room, user, kind }) => sanctionIn(rows, room, user, kind) === undefined)
  if (added.length > 0 && !hasGuestPlaces(rows, added.length, first.at)) return { value: 'too_many', news: [] }
  if (!rows.hasRoom('sanctions')) return 'full'
  addAudit(rows, audit)
  return { value: 'ok', news: [first, ...beside].flatMap(each => lay(rows, each)) }
}

/** A guest may have become somebody meanwhile. */
function lay(rows: DirectoryRows, sanction: SanctionRecord): DirectoryNews[] {
  rows.putSanction(sanction)
  const account = isAccount(sanction.user) ? undefined : rows.accountOfGuest(sanction.user)
  const passed = account ? passOn(rows, sanction, account.id) : []
  return [laid(sanction), ...passed]
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

/** Whether so many more of guests and addresses can be kept. */
function hasGuestPlaces(rows: DirectoryRows, count: number, now: number): boolean {
  if (rows.countGuestSanctions() + count <= GUEST_SANCTIONS) return true
  rows.dropEndedOfGuests(now)
  return rows.countGuestSanctions() + count <= GUEST_SANCTIONS
}

const laid = (sanction: SanctionRecord): DirectoryNews => ({
  type: 'rights',
  room: sanction.room,
  user: sanction.user,
  sanction,
})

const endOf = ({ until = Number.POSITIVE_INFINITY }: SanctionRecord) => until
