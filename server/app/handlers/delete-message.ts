import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'

/** Nobody deletes the messages of others yet. */
export const deleteMessage: Handler<'delete_message'> = (hub, active, request) => {
  const { messageId, reason } = request
  return append(
    hub,
    active,
    request,
    () => ({ ok: true, content: { kind: 'message_deleted', messageId, by: 'author', reason } }),
    ({ seq, target }) => ({ seq, target }),
  )
}
