import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { codePoints } from '../../sdk/protocol/limits.ts'
import { refusal } from './refusal.ts'

const LONE_SURROGATES = /\p{Surrogate}/gu
// White space, and what a reader does not see either.
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u

export type CheckedText = { ok: true; text: string } | { ok: false; refusal: Refusal }

/** The text as it is stored: well formed and trimmed; or why it is refused. `limit` in code points. */
export function checkText(raw: string, limit: number): CheckedText {
  const text = raw.trim().replace(LONE_SURROGATES, '\uFFFD')
  if (BLANK.test(text))
    return { ok: false, refusal: refusal('invalid_message', 'The message is empty. Write something.') }
  if (text.length > limit && codePoints(text, limit + 1) > limit) {
    return { ok: false, refusal: refusal('too_large', `The message is too long. Keep it to ${limit} characters.`) }
  }
  return { ok: true, text: text.length < raw.length ? copyOf(text) : text }
}

/** A part of a string keeps the whole in memory, which here may be many times as long. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
