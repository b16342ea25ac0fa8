import { refuseAction } from '../../../sdk/protocol/policy.ts'
import { refusal } from '../../core/refusal.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import type { Actor } from '../actions/actor.ts'
import type { HubContext, Result } from '../hub-context.ts'
import { refuseDenied } from '../refuse-denied.ts'
import { isForSome, lookAt } from './look-at.ts'

const NOT_JOINED: Result = { ok: false, refusal: refusal('not_joined', 'Join this room first.') }

/** To a request that is for who has joined. Of a room that one may not see not even that is said. */
export function refuseNotJoined(hub: HubContext, actor: Actor, name: string): Result | Promise<Result> {
  const refused = refuseRoomName(name)
  if (refused !== undefined) return { ok: false, refusal: refused }
  if (!isForSome(hub, name)) return NOT_JOINED
  return lookAt(hub, actor, name).then(looked => {
    if (!looked.ok) return looked
    const { standing, place } = looked.value
    const now = hub.timeOfDay()
    const denied = refuseAction(standing, 'read', place, now)
    return denied?.code === 'not_found' ? { ok: false, refusal: refuseDenied(denied, now) } : NOT_JOINED
  })
}
