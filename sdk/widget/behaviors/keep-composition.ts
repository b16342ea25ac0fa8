/**
 * Keys that belong to an input method (Escape puts its words aside, Enter takes them) reach nothing else, inside the
 * widget or outside. Returns what stops it.
 */
export function keepComposition(root: HTMLElement): () => void {
  function keep(event: KeyboardEvent): void {
    // Safari ends the composition before the key comes, but keeps keyCode 229
    if (event.isComposing || event.keyCode === 229) event.stopPropagation()
  }
  root.addEventListener('keydown', keep, true)
  return () => root.removeEventListener('keydown', keep, true)
}
