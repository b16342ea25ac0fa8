import type { AuditTarget } from '../../../sdk/protocol/moderation.ts'
import { eventId } from '../../core/event-id.ts'
import type { AuditRecord } from '../../ports/moderation.ts'
import type { Actor } from '../actions/actor.ts'
import type { HubContext } from '../hub-context.ts'

/** What somebody does who keeps order, as it is noted. `cid`: of the request, where it has one. */
export function deed(
  { random, timeOfDay }: Pick<HubContext, 'random' | 'timeOfDay'>,
  { identity }: Actor,
  done: { room: string; action: string; cid?: string; target?: AuditTarget; reason?: string | undefined },
): AuditRecord {
  const at = timeOfDay()
  const { id, name } = identity.user
  const made = eventId(at, random.id())
  return { id: made, at, by: { id, name }, cid: made, ...done }
}
