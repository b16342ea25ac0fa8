import { checkText } from '../../core/message-text.ts'
import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'
import { readMentions } from './mentions.ts'

export const editMessage: Handler<'edit_message'> = (hub, active, request) => {
  const { limits } = hub
  return append(
    hub,
    active,
    request,
    room => {
      const checked = checkText(request.text, limits.messageLength)
      if (!checked.ok) return checked
      const named = readMentions(room, request.mentions, limits.mentions)
      if (!named.ok) return named
      const { messageId, rev } = request
      const { text } = checked
      const { mentions } = named
      return { ok: true, content: { kind: 'message_edited', messageId, text, mentions, rev, withinMs: limits.editMs } }
    },
    ({ seq, target, sentAt }) => ({ seq, target, editedAt: sentAt }),
  )
}
