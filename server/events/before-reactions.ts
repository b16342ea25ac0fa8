import type { DurableEvent } from '../../sdk/protocol/events.ts'

/**
 * A message that is told late, with all that came behind it: who reacted is told by what follows, as to those who were there. In the
 * message, which is the same for all, nobody would find which of it is theirs.
 */
export function beforeReactions(event: DurableEvent): DurableEvent {
  if (event.type !== 'new_message' || event.reactions === undefined) return event
  const { reactions: _, rev: __, ...rest } = event
  return rest
}
