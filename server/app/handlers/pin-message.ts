import type { RoomHandler } from '../hub-context.ts'
import { append } from './append.ts'

export const pinMessage: RoomHandler<'pin_message'> = (hub, active, request, { room }) => {
  const { messageId, on } = request
  const content = { kind: 'message_pinned', messageId, on, most: hub.limits.pins } as const
  return append(hub, active, request, room, content, ({ seq, target }) => ({ seq, target }))
}
