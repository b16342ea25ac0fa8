/**
 * Presses a button with `data-load` when it is within a screen of what is in sight. The returned function looks; call it
 * when the log scrolled or changed.
 */
export function loadOnReach(scroller: HTMLElement): () => void {
  /** The log's height when a button was pressed: again only when something came, or after it was out of reach. */
  const pressed = new WeakMap<Element, number>()
  return () => {
    const { clientHeight, scrollHeight } = scroller
    if (clientHeight === 0) return
    const { top, bottom } = scroller.getBoundingClientRect()
    for (const button of scroller.querySelectorAll<HTMLButtonElement>('button[data-load]')) {
      const place = button.getBoundingClientRect()
      if (place.bottom < top - clientHeight || place.top > bottom + clientHeight) pressed.delete(button)
      else if (!button.disabled && pressed.get(button) !== scrollHeight) {
        pressed.set(button, scrollHeight)
        button.click()
      }
    }
  }
}
