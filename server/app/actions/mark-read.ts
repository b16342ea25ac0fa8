import { fromLog, type HubContext, ok, type Result } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import type { Actor } from './actor.ts'

/** How far they have read; of a guest nothing is kept. At 0 it moves nothing, and they hear where they stand. */
export const markRead: RoomAction<'mark_read'> = (hub, actor, { room, upTo, epoch }) =>
  mark(hub, actor, room, async () => (await hub.positions.mark(actor.identity, room, upTo, epoch)) || upTo === 0)

/** What is behind it is to be read again. */
export const markUnread: RoomAction<'mark_unread'> = (hub, actor, { room, upTo }) =>
  mark(hub, actor, room, () => hub.positions.mark(actor.identity, room, upTo, undefined, true))

async function mark(
  hub: HubContext,
  { identity }: Actor,
  room: string,
  change: () => Promise<boolean>,
): Promise<Result> {
  const marked = await fromLog(hub, change)
  if (!marked.ok) return marked
  if (marked.value) hub.tellRead.marked(identity, room)
  return ok()
}
