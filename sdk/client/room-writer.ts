import type { Draft, DraftRequest } from './draft.ts'
import type { Room } from './types.ts'

type Options<Method extends 'send' | 'edit' | 'delete'> = NonNullable<
  Parameters<Room[Method]>[Method extends 'edit' ? 2 : 1]
>

/** Whatever a person does in a room goes by the one outbox. */
export abstract class RoomWriter {
  protected abstract draft(request: DraftRequest): Draft

  send(text: string, { replyTo, mentions }: Options<'send'> = {}): Draft {
    return this.draft({ type: 'send_message', text, replyTo, mentions: mentions && [...mentions] })
  }

  edit(messageId: string, text: string, { mentions, rev }: Options<'edit'> = {}): Draft {
    return this.draft({ type: 'edit_message', messageId, text, mentions: mentions && [...mentions], rev })
  }

  delete(messageId: string, { reason }: Options<'delete'> = {}): Draft {
    return this.draft({ type: 'delete_message', messageId, reason })
  }

  react(messageId: string, emoji: string, on: boolean): Draft {
    return this.draft({ type: 'react', messageId, emoji, on })
  }

  pin(messageId: string, on: boolean): Draft {
    return this.draft({ type: 'pin_message', messageId, on })
  }
}
