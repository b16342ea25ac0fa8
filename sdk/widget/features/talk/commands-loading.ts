import { ChatError } from '../../../lib/chat-error.ts'
import type { BeforeSend } from './before-send.ts'
import { commandIn } from './command-text.ts'

/** A command is never sent as a text, also while it is not known what it does. */
export function commandsLoading({ text, edit }: BeforeSend, typed: true | undefined): ChatError | undefined {
  if (!typed || edit !== undefined || !commandIn(text)) return undefined
  return new ChatError('unavailable', 'Commands are being loaded. Try again in a moment.')
}
