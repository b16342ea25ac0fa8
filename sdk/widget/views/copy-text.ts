import { detach, el } from './el.ts'

/** Puts a text on the clipboard; false where neither way of a browser does. `box` is in the page. */
export async function copyText(text: string, box: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Not a secure page, or one that may not
    const field = el('textarea', '', { 'aria-hidden': 'true', tabindex: -1 })
    field.value = text
    box.append(field)
    field.select()
    const done = document.execCommand('copy')
    detach(field)
    return done
  }
}
