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

/** How many of a sign stand one after another from here on; `step`: 1 to the right, -1 to the left. */
function run(text: string, sign: string, at: number, step: 1 | -1): number {
  let count = 0
  while (text.charAt(at + count * step) === sign) count++
  return count
}

/** Puts marks around what is selected, or takes them away where they are, around it or at its ends. */
export function wrap(field: HTMLTextAreaElement, mark: string): void {
  const { value } = field
  let { selectionStart: from, selectionEnd: to } = field
  // A mark stands beside a word
  while (from < to && /\s/.test(value.charAt(from))) from++
  while (from < to && /\s/.test(value.charAt(to - 1))) to--
  const size = mark.length
  const sign = mark.charAt(0)
  // Two stars are another mark than one, and three are both
  const has = (count: number) => (size > 1 ? count >= size : count % 2 === 1)
  const inside = value.slice(from, to)
  if (has(run(value, sign, from - 1, -1)) && has(run(value, sign, to, 1))) {
    field.setSelectionRange(from - size, to + size)
    insert(field, inside)
    field.setSelectionRange(from - size, to - size)
  } else if (
    inside.length > 2 * size &&
    has(run(inside, sign, 0, 1)) &&
    has(run(inside, sign, inside.length - 1, -1))
  ) {
    field.setSelectionRange(from, to)
    insert(field, inside.slice(size, -size))
    field.setSelectionRange(from, to - 2 * size)
  } else {
    field.setSelectionRange(from, to)
    insert(field, mark + inside + mark)
    field.setSelectionRange(from + size, to + size)
  }
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
