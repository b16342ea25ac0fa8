/**
 * Writes a text into a field in the place of what is between two positions, as if it was typed: it can be undone at once,
 * and the field says `input`.
 */
export function insertText(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  const { ownerDocument: page } = field
  field.setSelectionRange(from, to)
  const root = field.getRootNode() as Document | ShadowRoot
  if (root.activeElement === field && page.execCommand?.('insertText', false, text)) return
  field.setRangeText(text, from, to, 'end')
  // Not `Event`, which old libraries replace
  field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
}
