import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { SHIELD } from './icons.ts'
import * as css from './moderator.css.ts'
import { words } from './moderator-words.ts'

interface Entry {
  node: HTMLElement
  number: HTMLElement
  badge: HTMLElement
}

const entries = new WeakMap<Element, Entry>()

/** Gives who keeps order a way to do so in the header's menu, and says on it how much waits; undefined: they may not. */
export function extendMenu(menu: HTMLElement, waits: number | undefined, press: () => void): void {
  if (waits === undefined) {
    const entry = entries.get(menu)
    if (entry) for (const each of [entry.node, entry.badge]) detach(each)
    entries.delete(menu)
    return
  }
  const { node, number, badge } = entries.get(menu) ?? createEntry(menu, press)
  attr(node, 'aria-label', words.queue(waits))
  for (const each of [number, badge]) {
    say(each, waits > 99 ? '99+' : `${waits}`)
    attr(each, 'hidden', waits <= 0)
  }
}

function createEntry(menu: HTMLElement, press: () => void): Entry {
  const opener = menu.parentElement?.querySelector<HTMLElement>('[aria-expanded]')
  const act = () => {
    // It closes the menu, too, and the focus comes back to it
    opener?.click()
    opener?.focus()
    press()
  }
  const number = el('bdi', css.number, { 'aria-hidden': 'true' })
  const badge = el('bdi', css.badge, { 'aria-hidden': 'true' })
  const node = button(ghost, { lang: words.lang, part: 'moderation' }, act, icon(SHIELD), words.moderation, number)
  menu.lastElementChild?.before(node)
  opener?.after(badge)
  const entry = { node, number, badge }
  entries.set(menu, entry)
  return entry
}
