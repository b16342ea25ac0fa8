import { REASON_LENGTH } from '../../../sdk/protocol/moderation.ts'
import { refuseAction } from '../../../sdk/protocol/policy.ts'
import { checkNote } from '../../core/note.ts'
import { deed } from '../moderation/deed.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'

/** Those of others are for who keeps order; whose it is, the log knows. */
export const deleteMessage: RoomAction<'delete_message'> = (hub, actor, request, { room: live, standing, place }) => {
  const { messageId, room, cid } = request
  const reason = checkNote(request.reason, REASON_LENGTH)
  if (!reason.ok) return reason
  const any = refuseAction(standing, 'delete_any', place, hub.timeOfDay()) === undefined
  const by = any ? 'moderator' : 'author'
  const hidden = any && place.hideModerators ? { hidden: true as const } : {}
  const content = { kind: 'message_deleted', messageId, by, reason: reason.text, ...hidden } as const
  const done = { room, action: 'delete_message', cid, target: { messageId }, reason: reason.text }
  const options = any ? { audit: deed(hub, actor, done) } : {}
  return append(hub, actor, request, live, content, ({ seq, target }) => ({ seq, target }), options)
}
