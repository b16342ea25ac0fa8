import { ghost } from '../../styles/base.css.ts'
import { button, detach } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { PIN } from './icons.ts'
import type { PinWords } from './words.ts'

const entries = new WeakMap<Element, HTMLElement>()

/** Gives the header's menu a way to the list of pinned messages, also where their bar is hidden; undefined: there are none. */
export function extendMenu(menu: HTMLElement, words: PinWords | undefined, press: () => void): void {
  const known = entries.get(menu)
  if (!words) {
    if (known) detach(known)
    entries.delete(menu)
    return
  }
  if (known) return
  const opener = menu.parentElement?.querySelector<HTMLElement>('[aria-expanded]')
  const act = () => {
    // It closes the menu, too, and the focus comes back to it
    opener?.click()
    opener?.focus()
    press()
  }
  const node = button(ghost, { lang: words.lang, part: 'pinned' }, act, icon(PIN), words.title)
  menu.firstElementChild?.after(node)
  entries.set(menu, node)
}
