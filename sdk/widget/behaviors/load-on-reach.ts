/**
 * Presses a button with `data-load`, the first in a child of the scroller, when it is within a screen of what is in
 * sight. The returned function looks; call it when the log scrolled or changed.
 */
export function loadOnReach(scroller: HTMLElement): () => void {
  /** What the log held when a button was pressed: again only when that has changed, or after it was out of reach. */
  const pressed = new WeakMap<Element, string>()
  return () => {
    const { clientHeight, scrollHeight } = scroller
    if (clientHeight === 0) return
    const { top, bottom } = scroller.getBoundingClientRect()
    const held = `${scrollHeight} ${scroller.querySelector<HTMLElement>('[data-key]')?.dataset['key']}`
    for (const { firstElementChild: button } of scroller.children) {
      if (!(button instanceof HTMLButtonElement) || !button.hasAttribute('data-load')) continue
      const place = button.getBoundingClientRect()
      if (place.bottom < top - clientHeight || place.top > bottom + clientHeight) pressed.delete(button)
      else if (!button.disabled && pressed.get(button) !== held) {
        pressed.set(button, held)
        button.click()
      }
    }
  }
}
