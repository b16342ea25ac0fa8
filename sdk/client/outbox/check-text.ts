import { ChatError } from '../../lib/chat-error.ts'
import { checkMessageText } from '../../protocol/message-text.ts'

/** A text as it will be sent. Throws ChatError `invalid_message` or `too_large`. */
export function checkText(input: string, most: number): string {
  if (typeof input !== 'string') throw new ChatError('invalid_message', 'A message has to be a text.')
  const checked = checkMessageText(input, most)
  if (checked.ok) return checked.text
  throw checked.code === 'too_large'
    ? new ChatError('too_large', `A message has at most ${most} characters. Shorten it.`)
    : new ChatError('invalid_message', 'There is nothing to send.')
}
