import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'

export const sendMessage: Handler<'send_message'> = (hub, active, request) =>
  append(
    hub,
    active,
    request,
    room => {
      const written = readText(room, request, hub.limits)
      if (!written.ok) return written
      const { text, mentions } = written
      return { ok: true, content: { kind: 'new_message', text, replyTo: request.replyTo, mentions } }
    },
    ({ seq, id, sentAt }) => ({ seq, id, sentAt }),
  )
