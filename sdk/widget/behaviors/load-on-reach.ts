import { type Behavior, listen, undoAll } from './behavior.ts'

/** Presses a button with `data-load` when it comes within a screen of what is in sight. */
export class LoadOnReach implements Behavior {
  readonly #scroller: HTMLElement
  readonly #undo: (() => void)[] = []
  /** The log's height when a button was pressed: again only when something came, or after it was out of reach. */
  #pressed = new WeakMap<Element, number>()

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller
  }

  start(): void {
    if (this.#undo.length > 0) return
    this.#undo.push(listen(this.#scroller, 'scroll', () => this.look(), { passive: true }))
    this.look()
  }

  stop(): void {
    undoAll(this.#undo)
    this.#pressed = new WeakMap()
  }

  look(): void {
    const { clientHeight, scrollHeight } = this.#scroller
    if (clientHeight === 0) return
    const { top, bottom } = this.#scroller.getBoundingClientRect()
    for (const button of this.#scroller.querySelectorAll<HTMLButtonElement>('button[data-load]')) {
      const place = button.getBoundingClientRect()
      if (place.bottom < top - clientHeight || place.top > bottom + clientHeight) this.#pressed.delete(button)
      else if (!button.disabled && this.#pressed.get(button) !== scrollHeight) {
        this.#pressed.set(button, scrollHeight)
        button.click()
      }
    }
  }
}
