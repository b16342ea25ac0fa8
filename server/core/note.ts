import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { codePoints } from '../../sdk/protocol/limits.ts'
import { refusal } from './refusal.ts'

type CheckedNote = { ok: true; text: string | undefined } | { ok: false; refusal: Refusal }

/** Halves of characters, which no store takes. */
const HALF = /\p{Cs}/gu
/** What nobody sees, and what turns the writing of all that follows around. */
const UNSEEN = /[^\P{C}\n\t\u200c\u200d]/gu

/** What people write beside messages, as it is kept. */
export function cleaned(text: string): string {
  return text.replace(HALF, '\ufffd').replace(UNSEEN, '').trim()
}

/** A reason, or a note to moderators, as it is kept: undefined where nothing is said. `most` in code points. */
export function checkNote(raw: string | undefined, most: number, what = 'reason'): CheckedNote {
  const text = cleaned(raw ?? '') || undefined
  if (text === undefined || codePoints(text, most + 1) <= most) return { ok: true, text }
  return { ok: false, refusal: refusal('too_large', `The ${what} is too long. Keep it to ${most} characters.`) }
}
