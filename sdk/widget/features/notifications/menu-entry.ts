import { ghost } from '../../styles/base.css.ts'
import { button } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { words } from './words.ts'

/** A bell, as the drawings in views/icon.ts. */
const BELL = 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3'
const entries = new WeakMap<Element, HTMLElement>()

/** Adds the way to the settings to the menu of the header, behind the name: who one is and the way out stand together. */
export function extendMenu(menu: HTMLElement, press: () => void): void {
  if (entries.has(menu)) return
  const act = () => {
    // It closes the menu, too, and the focus comes back to it
    const opener = menu.parentElement?.querySelector<HTMLElement>('[aria-expanded]')
    opener?.click()
    opener?.focus()
    press()
  }
  const node = button(ghost, { lang: words.lang, part: 'notifications' }, act, icon(BELL), words.notifications)
  menu.firstElementChild?.after(node)
  entries.set(menu, node)
}
