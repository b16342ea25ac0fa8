import type { RoomAction } from './action.ts'
import { append } from './append.ts'

export const pinMessage: RoomAction<'pin_message'> = (hub, actor, request, { room }) => {
  const { messageId, on } = request
  const content = { kind: 'message_pinned', messageId, on, most: hub.limits.pins } as const
  return append(hub, actor, request, room, content, ({ seq, target }) => ({ seq, target }))
}
