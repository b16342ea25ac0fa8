import { listen } from './behavior.ts'

/** A keyboard on the screen: it has no Shift+Enter, and a button to send is as near as its Enter. */
const ON_SCREEN = '(hover: none) and (pointer: coarse)'

/**
 * Enter presses the button of the textarea's form, Shift+Enter breaks the line. On a touch screen Enter breaks the
 * line, too; there a keyboard of keys sends by Ctrl or Command with it. Returns what stops it.
 */
export function enterSends(textarea: HTMLTextAreaElement): (() => void)[] {
  const touch = matchMedia(ON_SCREEN)
  function hint(): void {
    textarea.setAttribute('enterkeyhint', touch.matches ? 'enter' : 'send')
  }
  hint()
  return [
    listen(touch, 'change', hint),
    listen(textarea, 'keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey) return
      if (touch.matches && !event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      textarea.form?.querySelector<HTMLElement>('[type=submit]')?.click()
    }),
  ]
}
