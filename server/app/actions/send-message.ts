import type { RoomAction } from './action.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'

export const sendMessage: RoomAction<'send_message'> = (hub, actor, request, { room }) => {
  const written = readText(room, request, hub.limits)
  if (!written.ok) return written
  const { text, mentions } = written
  const content = { kind: 'new_message', text, replyTo: request.replyTo, mentions } as const
  return append(hub, actor, request, room, content, ({ seq, id, sentAt }) => ({ seq, id, sentAt }))
}
