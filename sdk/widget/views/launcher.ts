import type { ElementStrings } from '../i18n/en-element.ts'
import * as css from '../styles/panel.css.ts'
import { attr, button, el, say } from './el.ts'
import { CHAT, CLOSE, icon } from './icon.ts'
import type { Chrome, View, ViewOptions } from './view.ts'

/** The bubble: opens and closes the panel, and counts what was missed. */
export function createLauncher({ strings, emit }: ViewOptions<ElementStrings>): View<Chrome> {
  let open = false
  const badge = el('span', css.badge, { part: 'badge', 'aria-hidden': 'true', hidden: true })
  const press = () => emit({ type: 'open', open: !open })
  const node = button(
    css.launcher,
    { part: 'launcher', 'aria-controls': 'panel' },
    press,
    icon(CHAT),
    icon(CLOSE),
    badge,
  )
  return {
    node,
    update(chrome) {
      open = chrome.open
      attr(node, 'hidden', chrome.mode !== 'bubble')
      attr(node, 'aria-expanded', `${open}`)
      attr(node, 'aria-label', open ? strings.closeChat : strings.openChat(chrome.unread, chrome.mentions))
      attr(badge, 'hidden', open || chrome.unread === 0)
      say(badge, (chrome.mentions ? '@' : '') + strings.badge(chrome.unread))
    },
  }
}
