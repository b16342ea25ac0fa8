import { fromLog, ok, refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import { isKnownTo, NOBODY } from './known-people.ts'
import { refuseMaking } from './make-rate.ts'

/** Of somebody who has blocked who asks nothing comes, and nobody is told so. */
export const invite: RoomAction<'invite'> = async (hub, actor, { room, user }) => {
  const refused = refuseMaking(hub, actor)
  if (refused) return refused
  const { directory, timeOfDay } = hub
  const by = actor.identity.user.id
  const asked = await fromLog(hub, async () => {
    if (!(await isKnownTo(hub, actor, user))) return 'not_found'
    const [membership, blocked] = await Promise.all([directory.membership(room, user), directory.isBlocked(user, by)])
    if (membership !== undefined || blocked) return 'ok'
    return directory.invite({ room, user, by, at: timeOfDay() })
  })
  if (!asked.ok) return asked
  switch (asked.value) {
    case 'not_found':
      return { ok: false, refusal: NOBODY }
    case 'too_many':
      return refuse('too_many', 'Too many invitations wait for an answer.')
    default:
      return ok()
  }
}
