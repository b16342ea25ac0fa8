import type { RoomAction } from './action.ts'
import { append, OF_MESSAGES } from './append.ts'

const WORDS = { ...OF_MESSAGES, too_many: 'As many messages are pinned as can be. Unpin one first.' }

export const pinMessage: RoomAction<'pin_message'> = (hub, actor, request, { room }) => {
  const { messageId, on } = request
  const content = { kind: 'message_pinned', messageId, on, most: hub.limits.pins } as const
  return append(hub, actor, request, room, content, ({ seq, target }) => ({ seq, target }), { words: WORDS })
}
