import { ChatError } from '../../../lib/chat-error.ts'
import { commandIn } from './command-text.ts'
import { latePart } from './late-part.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** A command is never sent as a text, also while it is not known what it does. */
export function openCommandsLate(host: TalkHost): TalkFeature {
  const part = latePart(host, async () => (await import('../commands/commands-part.ts')).openCommands)
  return {
    ...part,
    outgoing(message, typed) {
      if (part.opened()) return part.outgoing(message, typed)
      if (!typed || message.edit !== undefined || !commandIn(message.text)) return undefined
      return new ChatError('unavailable', 'Commands are being loaded. Try again in a moment.')
    },
  }
}
