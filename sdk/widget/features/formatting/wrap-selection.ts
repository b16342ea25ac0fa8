import { listen } from '../../behaviors/behavior.ts'

/** What is put around a selection by Ctrl, or Cmd on a Mac, and a key. */
const KEYS: Record<string, string> = { b: '**', i: '*', 'shift+x': '~~', e: '`' }

const onMac = () => /mac|iphone|ipad/i.test(navigator.platform)

/** Replaces what is selected in the field as if it was typed, so that it can be undone. */
function insert(field: HTMLTextAreaElement, text: string): void {
  // Of all ways only this one is undone by Ctrl+Z
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
}

/** Puts marks around what is selected, or takes them away where they are. */
export function wrap(field: HTMLTextAreaElement, mark: string): void {
  const { value, selectionStart: from, selectionEnd: to } = field
  const inside = value.slice(from, to)
  const size = mark.length
  // Two stars have one in them
  const is = (at: number) =>
    value.startsWith(mark, at) && value.charAt(at - 1) !== mark.charAt(0) && value.charAt(at + size) !== mark.charAt(0)
  if (from >= size && is(from - size) && is(to)) {
    field.setSelectionRange(from - size, to + size)
    insert(field, inside)
    field.setSelectionRange(from - size, to - size)
    return
  }
  insert(field, mark + inside + mark)
  field.setSelectionRange(from + size, to + size)
}

/** Ctrl or Cmd with B, I, E and Shift+X mark what is selected. Returns what stops it. */
export function wrapByKeys(field: HTMLTextAreaElement): () => void {
  return listen(field, 'keydown', event => {
    const pressed = onMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
    if (!pressed || event.altKey || event.isComposing || field.disabled) return
    const mark = KEYS[(event.shiftKey ? 'shift+' : '') + event.key.toLowerCase()]
    if (!mark) return
    event.preventDefault()
    wrap(field, mark)
  })
}
