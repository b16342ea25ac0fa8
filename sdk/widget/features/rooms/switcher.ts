import { ghost } from '../../styles/base.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { LIST } from './icons.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

const known = new WeakMap<Element, { node: HTMLElement; badge: HTMLElement }>()

/** Puts the button that leads to the rooms into the header, first in it, and says on it what is new in the others. */
export function showSwitcher(header: Element, unread: number, press: () => void): void {
  const { node, badge } = known.get(header) ?? create(header, press)
  attr(node, 'aria-label', words.open(unread))
  say(badge, unread > 99 ? '99+' : `${unread}`)
  attr(badge, 'hidden', unread <= 0)
}

function create(header: Element, press: () => void) {
  const badge = el('bdi', css.badge, { 'aria-hidden': 'true' })
  const attributes = { 'aria-haspopup': 'dialog', part: 'rooms-toggle', lang: words.lang }
  const node = button(`${ghost} ${css.toggle}`, attributes, press, icon(LIST), badge)
  header.prepend(node)
  const made = { node, badge }
  known.set(header, made)
  return made
}
