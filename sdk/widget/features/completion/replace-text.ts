import { focusedIn } from '../../behaviors/behavior.ts'

/** Puts a text in the place of a part of a field's, as if it was typed: it can be undone where the browser knows how. */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  const wanted = field.value.slice(0, from) + text + field.value.slice(to)
  field.setSelectionRange(from, to)
  // Says false where it is not known, and in some browsers true without having done it
  // It writes where the focus is, which may be another field
  const types = focusedIn(field) === field && document.execCommand?.('insertText', false, text)
  if (types && field.value === wanted) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
}
