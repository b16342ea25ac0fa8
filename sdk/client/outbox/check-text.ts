import { ChatError } from '../../lib/chat-error.ts'
import { toJson } from '../../lib/to-json.ts'
import type { Limits } from '../../protocol/limits.ts'
import { checkMessageText } from '../../protocol/message-text.ts'

/** Bytes of the frame beside room, cid and text, with the longest ref: `{"type":"send_message","ref":9007199254740991,`. */
const FRAME = 46

/** The size of a draft's frame in bytes. */
export function frameBytes(room: string, cid: string, text: string): number {
  return FRAME + new TextEncoder().encode(toJson({ room, cid, text })).length
}

/** The text as it will be sent, and its frame's size in bytes. Throws ChatError `invalid_message` or `too_large`. */
export function checkText(room: string, cid: string, input: string, limits: Limits): { text: string; bytes: number } {
  if (typeof input !== 'string') throw new ChatError('invalid_message', 'A message has to be a text.')
  const most = limits.messageLength
  const checked = checkMessageText(input, most)
  if (!checked.ok) {
    throw checked.code === 'too_large'
      ? new ChatError('too_large', `A message has at most ${most} characters. Shorten it.`)
      : new ChatError('invalid_message', 'There is nothing to send.')
  }
  const { text } = checked
  const bytes = frameBytes(room, cid, text)
  if (bytes > limits.frameBytes) throw new ChatError('too_large', 'The message is too large. Shorten it.')
  return { text, bytes }
}
