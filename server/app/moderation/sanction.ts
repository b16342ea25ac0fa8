import { KICK_MS, MOST_DELETED_MS, MOST_SANCTION_MS, REASON_LENGTH, WARN_MS } from '../../../sdk/protocol/moderation.ts'
import { below, mayHandle } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { checkNote } from '../../core/note.ts'
import { refusal } from '../../core/refusal.ts'
import type { SanctionRecord } from '../../ports/directory.ts'
import type { RequestOf, RoomAction } from '../actions/action.ts'
import type { Actor } from '../actions/actor.ts'
import type { Where } from '../actions/where.ts'
import { fromLog, type HubContext, ok, type Result, refuse } from '../hub-context.ts'
import { deed } from './deed.ts'
import { refuseDeed } from './deed-rate.ts'
import { addressOf, asGuest, findTarget, type Target } from './target.ts'

type Request = RequestOf<'sanction'>

const DAY_MS = 24 * 3_600_000
/** How long an address is out, where nothing is said, and at most. ms. */
const ADDRESS_MS = DAY_MS
const MOST_ADDRESS_MS = 30 * DAY_MS
/** How long what new guests write from the address of a sanctioned one is held. ms. */
const WATCH_MS = DAY_MS

const NOBODY = refusal('not_found', 'There is nobody of that id in this room.')
const AWAY = refusal('not_found', 'Their address is not known any more: they have left.')
const FULL = refusal('too_many', 'As many guests are sanctioned as can be. Lift some, or lock the room.')

/** The policy has allowed it in this room; on whom, for how long and how far is decided here. */
export const sanction: RoomAction<'sanction'> = async (hub, actor, request, where) => {
  const tooFast = refuseDeed(hub, actor, request)
  if (tooFast) return tooFast
  const reason = checkNote(request.reason, REASON_LENGTH)
  if (!reason.ok) return reason
  const read = await fromLog(hub, async () => ({
    before: await hub.directory.deed(actor.identity.user.id, request.cid),
    target: await findTarget(hub, where, request.room, request.user),
  }))
  if (!read.ok) return read
  const { before, target } = read.value
  if (before) {
    const { user, kind, until } = before.target ?? {}
    const isSame = user?.id === request.user || user?.id === target?.id
    if (before.action !== 'sanction' || !isSame || kind !== request.kind) return OTHER
    return ok({ until, duplicate: true })
  }
  if (target === undefined) return { ok: false, refusal: NOBODY }
  return refuseSanction(actor, request, where, target) ?? lay(hub, actor, request, target, reason.text)
}

const OTHER = refuse('conflict', 'This cid was used for something else. Take another.')

function refuseSanction({ identity }: Actor, request: Request, where: Where, target: Target): Result | undefined {
  const { standing } = where
  const { forMs, everywhere, address, kind, deleteMs } = request
  if (target.id === identity.user.id) return refuse('forbidden', 'Nobody sanctions themselves.')
  if (everywhere && identity.role !== 'admin') return refuse('forbidden', 'Only those who run this server may do this.')
  if (!mayHandle(standing.role, target.role))
    return refuse('forbidden', 'They keep order here themselves. Ask somebody above them.')
  const lasts = forMs ?? (kind === 'kick' || kind === 'warn' ? 0 : undefined)
  const isLong = lasts === undefined || lasts > MOST_SANCTION_MS || address
  if (isLong && below(standing.role, 'owner'))
    return refuse('forbidden', 'Only owners do this for ever, for more than 28 days, or for an address.')
  if (address && (kind === 'kick' || kind === 'warn')) return refuse('bad_request', 'An address is muted or banned.')
  if (address && isAccount(target.id)) return refuse('bad_request', 'An account is sanctioned by itself.')
  if (address && (forMs ?? ADDRESS_MS) > MOST_ADDRESS_MS)
    return refuse('bad_request', 'An address is sanctioned for 30 days at most: others have it then.')
  if ((deleteMs ?? 0) > MOST_DELETED_MS) return refuse('bad_request', 'Messages of the last 7 days can go with it.')
  return undefined
}

async function lay(
  hub: HubContext,
  actor: Actor,
  request: Request,
  target: Target,
  reason: string | undefined,
): Promise<Result> {
  const { directory, guests, rights } = hub
  const { room, kind, cid, everywhere, address, deleteMs } = request
  const { id: user } = target
  const at = hub.timeOfDay()
  const until = endOf(request, at)
  const place = everywhere ? '' : room
  const there = addressOf(hub, target)
  if (address && there === undefined) return { ok: false, refusal: AWAY }
  const about = { user: target.user, kind, until, ...(everywhere && { everywhere }), ...(address && { address }) }
  const audit = deed(hub, actor, { room, action: 'sanction', cid, target: about, reason })
  const record = { room: place, user, kind, until, reason, by: actor.identity.user.id, at }
  const done = await fromLog(hub, async () => {
    await guests.ready()
    const asGuests = asGuest(hub, target).map(id => ({ ...record, user: id }))
    const atAddress = there === undefined ? undefined : ofAddress(guests.keyOf(there), record, address ?? false)
    const laid = await directory.addSanction(record, audit, atAddress ? [...asGuests, atAddress] : asGuests)
    if (laid === 'too_many') return laid
    // a guest may have become somebody meanwhile
    const account = isAccount(user) ? user : (await directory.accountOfGuest(user))?.id
    if (account !== undefined) await rights.quiet(account)
    return laid
  })
  if (!done.ok) return done
  if (deleteMs !== undefined) hub.cleaner.clean(actor, { room, users: target.ids, since: at - deleteMs, reason })
  return done.value === 'ok' ? ok({ until, duplicate: false }) : { ok: false, refusal: FULL }
}

/** ms since the Unix epoch; undefined: for ever. */
function endOf({ kind, forMs, address }: Request, at: number): number | undefined {
  if (forMs !== undefined) return at + forMs
  if (kind === 'kick') return at + KICK_MS
  if (kind === 'warn') return at + WARN_MS
  return address ? at + ADDRESS_MS : undefined
}

/** What is laid on the address of a guest: the same, or that new guests there are looked at first. */
function ofAddress(key: string, record: SanctionRecord, same: boolean): SanctionRecord | undefined {
  if (same) return { ...record, user: key }
  if (record.kind !== 'mute' && record.kind !== 'ban') return undefined
  const end = record.at + WATCH_MS
  return { ...record, user: key, kind: 'watch', until: Math.min(end, record.until ?? end) }
}
