import type { OwnHeld } from '../../../sdk/protocol/moderation.ts'
import type { Active, HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import type { LiveRoom } from '../rooms/live-room.ts'

/** Somebody's own messages that wait in a room for a moderator; most rooms have none, and then nobody is asked about. */
export async function ownHeld(
  { directory, timeOfDay }: HubContext,
  { identity, acceptsHeld }: Active,
  room: LiveRoom,
): Promise<OwnHeld[]> {
  if (!acceptsHeld || (await room.queue.counts()).held === 0) return []
  const found = await directory.holdsOf(room.name, idsOf(identity), timeOfDay())
  return found.map(({ id: hold, cid, text, replyTo, at }) => ({ hold, cid, text, replyTo, at }))
}
