import { codePoints } from './limits.ts'

export type CheckedText = { ok: true; text: string } | { ok: false; code: 'invalid_message' | 'too_large' }

// White space, and what a reader does not see either
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u
const BLANK_LINES = /^\s*[\n\r\u2028\u2029]/
const LONE_SURROGATES = /\p{Surrogate}/gu

/** A text without the blank lines around it and the white space at its end; the indentation of its first line stays. */
export function cleanText(raw: string): string {
  return raw.trimEnd().replace(BLANK_LINES, '')
}

/**
 * The text of a message as it is stored, or why it is none. Client and server both ask this, so that what one sends the
 * other keeps. `limit` in code points. Half a character, which cannot travel, becomes U+FFFD.
 */
export function checkMessageText(raw: string, limit: number): CheckedText {
  const text = cleanText(raw).replace(LONE_SURROGATES, '\ufffd')
  if (BLANK.test(text)) return { ok: false, code: 'invalid_message' }
  if (text.length > limit && codePoints(text, limit + 1) > limit) return { ok: false, code: 'too_large' }
  return { ok: true, text }
}
