import { checkText } from '../../core/message-text.ts'
import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'
import { readMentions } from './mentions.ts'

export const sendMessage: Handler<'send_message'> = (hub, active, request) => {
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
      const { replyTo } = request
      return { ok: true, content: { kind: 'new_message', text: checked.text, replyTo, mentions: named.mentions } }
    },
    ({ seq, id, sentAt }) => ({ seq, id, sentAt }),
  )
}
