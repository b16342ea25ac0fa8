import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'

export const editMessage: Handler<'edit_message'> = (hub, active, request) => {
  const { limits } = hub
  const { messageId, rev } = request
  return append(
    hub,
    active,
    request,
    room => {
      const written = readText(room, request, limits)
      if (!written.ok) return written
      const { text, mentions } = written
      return { ok: true, content: { kind: 'message_edited', messageId, text, mentions, rev, withinMs: limits.editMs } }
    },
    ({ seq, target, sentAt }) => ({ seq, target, editedAt: sentAt }),
  )
}
