import { listen, watchSize } from './behavior.ts'

/** A textarea in a form, as high as its text; `max-height` in the styles bounds it. Returns what stops it. */
export function growWithText(textarea: HTMLTextAreaElement): (() => void)[] {
  let width = 0
  function fit(): void {
    const { style, offsetHeight, clientHeight, form } = textarea
    if (!clientHeight || !form) return
    // Lower for a moment, it would let a log beside it move away from its end
    form.style.minHeight = `${form.offsetHeight}px`
    style.height = 'auto'
    style.height = `${textarea.scrollHeight + offsetHeight - clientHeight}px`
    form.style.minHeight = ''
  }
  // A narrower box breaks lines elsewhere; the height is this behavior's own doing
  function refit(): void {
    if (textarea.clientWidth === width) return
    width = textarea.clientWidth
    fit()
  }
  return [watchSize(refit, textarea), listen(textarea, 'input', fit)]
}
