import { ChatError } from '../lib/chat-error.ts'
import { codePoints, type Limits } from '../protocol/limits.ts'

/** What the frame needs beside room, cid and text, with the longest ref. */
const FRAME = JSON.stringify({ type: 'send_message', ref: Number.MAX_SAFE_INTEGER })

// white space, and what a reader does not see either
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u

/** The text as it will be sent, and its frame's size in bytes. Throws ChatError `invalid_message` or `too_large`. */
export function checkText(room: string, cid: string, input: string, limits: Limits): { text: string; bytes: number } {
  // half a character cannot travel
  const text = input.trim().replace(/\p{Surrogate}/gu, '\ufffd')
  if (BLANK.test(text)) throw new ChatError('invalid_message', 'There is nothing to send.')
  const most = limits.messageLength
  if (codePoints(text, most + 1) > most) {
    throw new ChatError('too_large', `A message has at most ${most} characters. Shorten it.`)
  }
  const bytes = FRAME.length + new TextEncoder().encode(JSON.stringify({ room, cid, text })).length
  if (bytes > limits.frameBytes) throw new ChatError('too_large', 'The message is too large. Shorten it.')
  return { text, bytes }
}
