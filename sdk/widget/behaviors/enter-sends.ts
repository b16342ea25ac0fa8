import { listen } from './behavior.ts'

/** Enter submits the textarea's form, Shift+Enter breaks the line; an Enter that ends a composition does neither. */
export function enterSends(textarea: HTMLTextAreaElement): () => void {
  return listen(textarea, 'keydown', event => {
    // Safari ends the composition before the key comes, but keeps keyCode 229
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    textarea.form?.requestSubmit()
  })
}
