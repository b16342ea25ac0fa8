import { type Behavior, focusedIn, listen, tabStops, undoAll } from './behavior.ts'

/** Keeps the focus in a box that lies over others: those are inert, Tab goes round, Escape closes, and the focus goes back. */
export class FocusTrap implements Behavior {
  readonly #box: HTMLElement
  readonly #behind: readonly HTMLElement[]
  readonly #close: () => void
  readonly #undo: (() => void)[] = []

  constructor(box: HTMLElement, behind: readonly HTMLElement[], close: () => void) {
    this.#box = box
    this.#behind = behind
    this.#close = close
  }

  start(): void {
    if (this.#undo.length > 0) return
    const before = focusedIn(this.#box)
    for (const element of this.#behind) element.inert = true
    const first = tabStops(this.#box)[0] ?? this.#box
    first.focus({ preventScroll: true })
    this.#undo.push(
      listen(this.#box, 'keydown', event => {
        if (event.key === 'Tab') this.#wrap(event)
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        this.#close()
      }),
      () => {
        const inside = this.#box.contains(focusedIn(this.#box))
        for (const element of this.#behind) element.inert = false
        if (inside && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      },
    )
  }

  stop(): void {
    undoAll(this.#undo)
  }

  /** After the last comes the first, and before the first the last. */
  #wrap(event: KeyboardEvent): void {
    const stops = tabStops(this.#box)
    if (event.shiftKey) stops.reverse()
    const focused = focusedIn(this.#box)
    if (focused !== stops.at(-1) && focused !== this.#box) return
    event.preventDefault()
    stops[0]?.focus()
  }
}
