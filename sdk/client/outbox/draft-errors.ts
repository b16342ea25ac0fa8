import { ChatError } from '../../lib/chat-error.ts'
import type { DraftFields } from './draft-entry.ts'

/** Why a draft is not sent, as far as no server says so. */
export const uncertain = () =>
  new ChatError('timeout', 'It is not known whether this was sent. Look before you send it again.')
export const sessionOver = () => new ChatError('unauthorized', 'Your session is over. Send it again.')
/** Why one that was stored is not sent unasked, if so. */
export const recalled = ({ user, error }: Pick<DraftFields, 'user' | 'error'>, me: string | undefined) =>
  user !== me ? sessionOver() : error && new ChatError(error.code, error.message, { replyTo: error.replyTo })
export const discarded = () => new ChatError('closed', 'The message was discarded.')
export const tooMany = () => new ChatError('too_large', 'Too many messages wait.', { retryable: true })
