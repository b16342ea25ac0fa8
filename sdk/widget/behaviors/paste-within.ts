import { codePoints } from '../../protocol/limits.ts'
import { listen } from './behavior.ts'

/**
 * Lets into a field only as much of what is pasted as can be sent with the rest, so that a whole book does not make every
 * key slow. `most` in code points; `cut` is called when something was left out. It can be undone as any pasting,
 * but not where it has many lines. Returns what stops it.
 */
export function pasteWithin(field: HTMLTextAreaElement, most: () => number, cut: () => void): () => void {
  return listen(field, 'paste', event => {
    const { value, selectionStart, selectionEnd } = field
    const pasted = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n')
    // So many code units are never more code points
    if (value.length - (selectionEnd - selectionStart) + pasted.length <= most()) return
    const around = value.slice(0, selectionStart) + value.slice(selectionEnd)
    const room = Math.max(0, most() - codePoints(around, most()))
    const fits = [...pasted.slice(0, 2 * room)].slice(0, room).join('')
    if (fits.length === pasted.length) return
    event.preventDefault()
    // In Chromium the command takes time by the square of the lines
    if (fits.split('\n').length > 51) {
      field.setRangeText(fits, selectionStart, selectionEnd, 'end')
      field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
    } else if (fits) document.execCommand('insertText', false, fits)
    cut()
  })
}
