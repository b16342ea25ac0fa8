import { detach, el } from '../../views/el.ts'

/** Lets the browser save a text as a file. `box` is in the page. No policy of a page forbids it: nothing is loaded or run. */
export function saveFile(name: string, text: string, box: HTMLElement): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = el('a', '', { href, download: name, hidden: true })
  box.append(link)
  link.click()
  detach(link)
  // Once the browser has begun with it
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
