import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { eventId } from '../../core/event-id.ts'
import { fromLog, type HubContext } from '../hub-context.ts'

/** Who reports what a filter found. */
const FILTER = { id: 'filter', name: 'filter' }

/** Moderators are asked to look at a message that a filter let pass; its author waits for nothing. */
export function reportHit(
  hub: HubContext,
  { rule }: FilterHit,
  message: { room: string; id: string; seq: number; cid: string; user: User; text: string; sentAt: number },
): void {
  const { room, ...snapshot } = message
  const at = hub.timeOfDay()
  const report = {
    id: eventId(at, hub.random.id()),
    room,
    by: FILTER,
    category: 'other',
    note: rule,
    at,
    snapshot,
  } as const
  void fromLog(hub, () => hub.directory.addReport(report))
}
