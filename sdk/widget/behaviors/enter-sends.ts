import { type Behavior, listen } from './behavior.ts'

/** Enter submits the textarea's form, Shift+Enter breaks the line; an Enter that ends a composition does neither. */
export class EnterSends implements Behavior {
  readonly #textarea: HTMLTextAreaElement
  #end: (() => void) | undefined

  constructor(textarea: HTMLTextAreaElement) {
    this.#textarea = textarea
  }

  start(): void {
    this.#end ??= listen(this.#textarea, 'keydown', event => {
      // Safari ends the composition before the key comes, but keeps keyCode 229
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      this.#textarea.form?.requestSubmit()
    })
  }

  stop(): void {
    this.#end?.()
    this.#end = undefined
  }
}
