import type { Appended } from '../../ports/room-log.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'

export const editMessage: RoomAction<'edit_message'> = (hub, actor, request, { room }) => {
  const { messageId, rev } = request
  const written = readText(room, request, hub.limits)
  if (!written.ok) return written
  const { text, mentions } = written
  const content = { kind: 'message_edited', messageId, text, mentions, rev, withinMs: hub.limits.editMs } as const
  const answer = ({ seq, target, sentAt }: Appended) => ({ seq, target, editedAt: sentAt })
  return append(hub, actor, request, room, content, answer)
}
