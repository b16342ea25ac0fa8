import { type Behavior, focusedIn, focusTarget, listen, undoAll } from './behavior.ts'

/** Keeps the focus in a box that lies over others: those are inert, Escape closes, and the focus goes back at the end. */
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
    focusTarget(this.#box).focus({ preventScroll: true })
    this.#undo.push(
      listen(this.#box, 'keydown', event => {
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
}
