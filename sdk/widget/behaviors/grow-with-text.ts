import { listen, watchSize } from './behavior.ts'

/** A textarea as high as its text; `max-height` in the styles bounds it. Returns what stops it. */
export function growWithText(textarea: HTMLTextAreaElement): (() => void)[] {
  let width = 0
  function fit(): void {
    const { style, offsetHeight, clientHeight } = textarea
    if (!clientHeight) return
    style.height = 'auto'
    style.height = `${textarea.scrollHeight + offsetHeight - clientHeight}px`
  }
  // A narrower box breaks lines elsewhere; the height is this behavior's own doing
  function refit(): void {
    if (textarea.clientWidth === width) return
    width = textarea.clientWidth
    fit()
  }
  return [watchSize(refit, textarea), listen(textarea, 'input', fit)]
}
