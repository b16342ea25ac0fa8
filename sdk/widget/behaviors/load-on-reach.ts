/**
 * Presses a button that is the first in a child of the scroller when it is within a screen of what is in sight. The
 * returned function looks; call it when the log scrolled or changed.
 */
export function loadOnReach(scroller: HTMLElement): () => void {
  /** What the log held when a button was pressed: again only when that has changed, or after it was out of reach. */
  const pressed = new WeakMap<Element, string>()
  return () => {
    const { clientHeight, scrollHeight } = scroller
    const { top, bottom } = scroller.getBoundingClientRect()
    const held = `${scrollHeight} ${scroller.querySelector<HTMLElement>('[data-key]')?.dataset['key']}`
    for (const { firstElementChild: button } of scroller.children) {
      if (button?.localName !== 'button') continue
      const place = button.getBoundingClientRect()
      // One that is hidden, itself or with the whole log, has no height
      if (!place.height) continue
      if (place.bottom < top - clientHeight || place.top > bottom + clientHeight) pressed.delete(button)
      else if (pressed.get(button) !== held) {
        pressed.set(button, held)
        ;(button as HTMLElement).click()
      }
    }
  }
}
