import { ChatError } from '../lib/chat-error.ts'

/** Why a draft is not sent, as far as no server says so. */
export const uncertain = () =>
  new ChatError('timeout', 'It is not known whether this was sent. Look before you send it again.')
export const sessionOver = () => new ChatError('unauthorized', 'Your session is over. Send it again.')
export const discarded = () => new ChatError('closed', 'The message was discarded.')
export const tooMany = () => new ChatError('too_large', 'Too many messages wait.', { retryable: true })
