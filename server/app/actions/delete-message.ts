import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'

/** Those of others are for who keeps order; whose it is, the log knows. */
export const deleteMessage: RoomAction<'delete_message'> = (hub, actor, request, { room, standing, place }) => {
  const { messageId, reason } = request
  const any = refuseAction(standing, 'delete_any', place, hub.timeOfDay()) === undefined
  const content = { kind: 'message_deleted', messageId, by: any ? 'moderator' : 'author', reason } as const
  return append(hub, actor, request, room, content, ({ seq, target }) => ({ seq, target }))
}
