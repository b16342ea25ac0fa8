import type { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Message } from '../../protocol/records.ts'
import type { ChatSettings } from './chat-host.ts'
import type { Fire } from './events.ts'

export interface ConversationOptions extends Pick<ChatSettings, 'server' | 'storage' | 'site'> {
  clock: Clock
  fire: Fire
  /** `view` has changed since it was read last. */
  changed(): void
  /** No chat can begin as the attributes are. */
  failed(error: ChatError): void
  /** There is another reader, or none: nothing of the one before may be seen or sent any more. */
  personChanged(): void
  /** What is kept of the reader may have changed. */
  noted(): void
  /** A room is neither shown nor followed any more. */
  left(room: string): void
  /** The next message came. */
  arrived(message: Message): void
}
