import { focusedIn } from '../../behaviors/behavior.ts'

/** Arrows go from a field into the list below it, in the list, and back to the field. */
export function arrowKeys(card: HTMLElement, field: HTMLElement, list: HTMLElement): void {
  card.addEventListener('keydown', event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const rows = [...list.querySelectorAll<HTMLElement>('button')]
    const focused = focusedIn(list) ?? focusedIn(field)
    const at = rows.findIndex(row => row === focused || row.contains(focused ?? null))
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || rows.length === 0) return
    // a caret in the field has nowhere to go up to
    if (at < 0 && (event.target !== field || step < 0)) return
    event.preventDefault()
    const to = at < 0 ? rows[0] : at + step < 0 ? field : rows[Math.min(at + step, rows.length - 1)]
    to?.focus()
  })
}
