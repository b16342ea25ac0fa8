import type { Room } from '../client/types.ts'
import { ChatError } from '../lib/chat-error.ts'
import type { Intent } from './view-model.ts'

export type WriteIntent = Extract<
  Intent,
  { type: 'send' | 'edit' | 'delete' | 'react' | 'typing' | 'retry' | 'discard' }
>

/** Does in a room what somebody writes, takes back or tries again; returns why a text cannot be. */
export function write(room: Room, intent: WriteIntent): ChatError | undefined {
  try {
    act(room, intent)
    return undefined
  } catch (error) {
    if (error instanceof ChatError) return error
    throw error
  }
}

function act(room: Room, intent: WriteIntent): void {
  switch (intent.type) {
    case 'send':
      room.send(intent.text, { replyTo: intent.replyTo, mentions: intent.mentions })
      break
    case 'edit':
      room.edit(intent.messageId, intent.text, { mentions: intent.mentions, rev: intent.rev })
      break
    case 'delete':
      room.delete(intent.messageId)
      break
    case 'react':
      room.react(intent.messageId, intent.emoji, intent.on)
      break
    case 'typing':
      room.setTyping(intent.active)
      break
    case 'retry':
    case 'discard':
      room.drafts.find(draft => draft.cid === intent.cid)?.[intent.type]()
  }
}
