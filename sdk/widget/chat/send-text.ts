import type { Draft } from '../../client/types.ts'
import type { BeforeSend, SendOptions } from '../features/talk/before-send.ts'
import type { Features } from './chat-features.ts'
import type { Conversation } from './conversation.ts'

/** Sends what the page says. Throws ChatError `unauthorized`, `invalid_message`, `too_large`, `canceled`. */
export function sendText(
  { refusal, store }: Conversation,
  features: Pick<Features, 'outgoing'>,
  text: string,
  { replyTo }: SendOptions = {},
): Draft {
  if (refusal || !store) throw refusal
  const message: BeforeSend = { text, room: store.room.name, replyTo }
  const stopped = features.outgoing(message)
  if (stopped) throw stopped
  return store.room.send(message.text, message)
}
