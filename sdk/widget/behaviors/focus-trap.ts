import { focusedIn, listen } from './behavior.ts'
import { tabStops } from './tab-stops.ts'

/**
 * Keeps the focus in a box that lies over others: those are inert, Tab goes round, Escape closes. Stopped, it gives the
 * focus back.
 */
export function trapFocus(box: HTMLElement, behind: readonly HTMLElement[], close: () => void): () => void {
  const before = focusedIn(box)
  for (const element of behind) element.inert = true
  const first = tabStops(box)[0] ?? box
  first.focus({ preventScroll: true })

  /** After the last comes the first, and before the first the last. */
  function wrap(event: KeyboardEvent): void {
    const stops = tabStops(box)
    if (event.shiftKey) stops.reverse()
    const focused = focusedIn(box)
    if (focused !== stops.at(-1) && focused !== box) return
    event.preventDefault()
    stops[0]?.focus()
  }

  const end = listen(box, 'keydown', event => {
    if (event.key === 'Tab') wrap(event)
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    close()
  })
  return () => {
    end()
    const inside = box.contains(focusedIn(box))
    for (const element of behind) element.inert = false
    if (inside) before?.focus({ preventScroll: true })
  }
}
