import { replaceText } from '../completion/replace-text.ts'
import type { EmojiBook } from './book.ts'
import { codeBefore } from './code-before.ts'

/** `:smile:` that was just typed whole becomes what it says; what is no code, or stands in a code span, stays. */
export async function replaceCode(field: HTMLTextAreaElement, book: EmojiBook): Promise<void> {
  const found = codeBefore(field.value, field.selectionEnd)
  if (!found || field.selectionStart !== field.selectionEnd) return
  const { from, code } = found
  const to = from + code.length + 2
  const glyph = await book.ofCode(code)
  // What was typed meanwhile stays behind it
  if (glyph === undefined || field.value.slice(from, to).toLowerCase() !== `:${code}:`) return
  const { selectionStart, selectionEnd } = field
  replaceText(field, from, to, glyph)
  const moved = (at: number) => (at >= to ? at - (to - from) + glyph.length : at)
  field.setSelectionRange(moved(selectionStart), moved(selectionEnd))
}
