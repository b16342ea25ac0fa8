import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import type { Appended } from '../../ports/room-log.ts'
import { blockedBy } from '../moderation/blocked-by.ts'
import { whenLooked } from '../moderation/when-looked.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'

/** What would be held as a message is refused as an edit: there would be two of one. */
export const editMessage: RoomAction<'edit_message'> = (hub, actor, request, where) => {
  const { messageId, rev, room } = request
  const written = readText(where.room, request, hub.limits)
  if (!written.ok) return written
  const { text, mentions } = written
  const content = { kind: 'message_edited', messageId, text, mentions, rev, withinMs: hub.limits.editMs } as const
  const answer = ({ seq, target, sentAt }: Appended) => ({ seq, target, editedAt: sentAt })
  const edit = (hit: FilterHit | undefined) =>
    hit === undefined || hit.action === 'report'
      ? append(hub, actor, request, where.room, content, answer)
      : blockedBy(hit)
  const found = hub.holds.look(actor, where, { room, text, mentions: mentions?.length ?? 0 })
  return whenLooked(hub, { actor, where, room, action: 'edit', found }, edit)
}
