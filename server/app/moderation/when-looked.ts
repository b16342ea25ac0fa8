import { type Action, refuseAction } from '../../../sdk/protocol/policy.ts'
import { refusal } from '../../core/refusal.ts'
import type { Actor } from '../actions/actor.ts'
import type { Where } from '../actions/where.ts'
import type { FromLog } from '../from-log.ts'
import type { HubContext, Result } from '../hub-context.ts'
import { refuseDenied } from '../refuse-denied.ts'
import { findSeat } from '../rooms/find-seat.ts'

interface Waiting<Found> {
  actor: Actor
  where: Where
  room: string
  /** What the policy has allowed before anything was waited for. */
  action: Action
  found: Found | Promise<FromLog<Found>>
}

const GONE = refusal('unavailable', 'The connection has gone. Send it again.', 1_000)
const NOT_JOINED = refusal('not_joined', 'Join this room first.')

/** Goes on with what was found, in the order in which it was asked on a connection, and only who still may after waiting. */
export function whenLooked<Found>(
  hub: HubContext,
  { actor, where, room, action, found }: Waiting<Found>,
  go: (found: Found, where: Where) => Result | Promise<Result>,
): Result | Promise<Result> {
  const looking = hub.holds.turns.take(actor.member?.peer, found)
  if (!(looking instanceof Promise)) return go(looking, where)
  return looking.then(looked => {
    if (!looked.ok) return looked
    const { joined } = actor
    if (joined === undefined) return go(looked.value, where)
    // whoever has gone sends it again, maybe as somebody of whom this connection knows nothing
    if (!hub.users.of(actor.identity.user.id).some(each => each === actor)) return { ok: false, refusal: GONE }
    const seat = findSeat({ joined }, room)
    if (seat === undefined) return { ok: false, refusal: NOT_JOINED }
    const now = hub.timeOfDay()
    const denied = refuseAction(seat.standing, action, seat.place, now)
    return denied ? { ok: false, refusal: refuseDenied(denied, now) } : go(looked.value, seat)
  })
}
