import { type Behavior, listen, undoAll } from './behavior.ts'

/** A textarea as high as its text; `max-height` in the styles bounds it. */
export class GrowWithText implements Behavior {
  readonly #textarea: HTMLTextAreaElement
  readonly #undo: (() => void)[] = []
  #width = 0

  constructor(textarea: HTMLTextAreaElement) {
    this.#textarea = textarea
  }

  start(): void {
    if (this.#undo.length > 0) return
    this.#undo.push(listen(this.#textarea, 'input', () => this.#fit()))
    // A narrower box breaks lines elsewhere; the height is this behavior's own doing
    const observer = new ResizeObserver(() => {
      if (this.#textarea.clientWidth === this.#width) return
      this.#width = this.#textarea.clientWidth
      this.#fit()
    })
    observer.observe(this.#textarea)
    this.#undo.push(() => observer.disconnect())
    this.#fit()
  }

  stop(): void {
    undoAll(this.#undo)
  }

  #fit(): void {
    const { style, offsetHeight, clientHeight } = this.#textarea
    if (clientHeight === 0) return
    style.height = 'auto'
    style.height = `${this.#textarea.scrollHeight + offsetHeight - clientHeight}px`
  }
}
