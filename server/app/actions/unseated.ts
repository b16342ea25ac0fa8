import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { HubContext, Result } from '../hub-context.ts'
import { refuseDenied } from '../refuse-denied.ts'
import { isForSome, lookAt } from '../rooms/look-at.ts'
import type { RoomRequest } from './action.ts'
import type { Actor } from './actor.ts'
import { isReading, perform } from './table.ts'

/** The same for who has not joined: what they are there is looked up, and once more before they are shown what was read. */
export async function performUnseated(hub: HubContext, actor: Actor, request: RoomRequest): Promise<Result> {
  const looked = await lookAt(hub, actor, request.room)
  if (!looked.ok) return looked
  const room = hub.rooms.known(request.room)
  const result = await perform(hub, actor, { room, ...looked.value }, request)
  if (!result.ok || !isReading(request) || !isForSome(hub, request.room)) return result
  const again = await lookAt(hub, actor, request.room)
  if (!again.ok) return again
  const now = hub.timeOfDay()
  const denied = refuseAction(again.value.standing, 'read', again.value.place, now)
  return denied === undefined ? result : { ok: false, refusal: refuseDenied(denied, now) }
}
