import { commandsLoading } from './commands-loading.ts'
import { latePart } from './late-part.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** Commands, which are loaded with the first of them. */
export function openCommandsLate(host: TalkHost): TalkFeature {
  const part = latePart(host, async () => (await import('../commands/commands-part.ts')).openCommands)
  return {
    ...part,
    outgoing(message, typed) {
      return part.opened() ? part.outgoing(message, typed) : commandsLoading(message, typed)
    },
  }
}
