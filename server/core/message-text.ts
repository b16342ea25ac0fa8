import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { checkMessageText } from '../../sdk/protocol/message-text.ts'
import { refusal } from './refusal.ts'

export type CheckedText = { ok: true; text: string } | { ok: false; refusal: Refusal }

/** The text as it is stored; or why it is refused, in words. `limit` in code points. */
export function checkText(raw: string, limit: number): CheckedText {
  const checked = checkMessageText(raw, limit)
  if (!checked.ok) {
    const problem =
      checked.code === 'too_large'
        ? `The message is too long. Keep it to ${limit} characters.`
        : 'The message is empty. Write something.'
    return { ok: false, refusal: refusal(checked.code, problem) }
  }
  const { text } = checked
  return { ok: true, text: text.length < raw.length ? copyOf(text) : text }
}

/** A part of a string keeps the whole in memory, which here may be many times as long. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
