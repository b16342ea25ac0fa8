import { cssText as menuCss } from '../../../sdk/widget/features/message-menu/sheet.css.ts'
import { cssText as ownCss } from '../../../sdk/widget/features/moderation/moderation-sheet.css.ts'
import { cssText as orderCss } from '../../../sdk/widget/features/moderation/moderator-sheet.css.ts'
import { cssText as roomsCss } from '../../../sdk/widget/features/rooms/rooms-sheet.css.ts'
import { en } from '../../../sdk/widget/i18n/en.ts'
import { cssText as chatCss } from '../../../sdk/widget/styles/chat-screen.css.ts'
import { cssText as laterCss } from '../../../sdk/widget/styles/later.css.ts'
import { adopt } from '../../../sdk/widget/styles/sheet.ts'
import { cssText } from '../../../sdk/widget/styles/widget.css.ts'
import { type GalleryShell, galleryShell } from './gallery-shell.ts'
import { openMenu } from './open-menu.ts'
import { openOrderCard } from './order-cards.ts'
import { openRoomCard } from './room-sheets.ts'
import { type GalleryState, STATES, type StateName } from './states.ts'

export interface Shown {
  host: HTMLElement
  shell: GalleryShell
}

/** Puts a state on the page, without a client or behaviors: what the views and styles do alone. */
export function show(
  name: StateName,
  theme = 'auto',
  change: Partial<(typeof STATES)[StateName]['chrome']> = {},
  lang = 'en-GB',
): Shown {
  const state: GalleryState = STATES[name]
  const chrome = { ...state.chrome, ...change }
  const host = document.createElement('chat-widget')
  host.setAttribute('theme', theme)
  host.setAttribute('mode', chrome.mode)
  if (name.endsWith('rtl')) host.dir = 'rtl'
  const root = host.attachShadow({ mode: 'open' })
  for (const css of [cssText, chatCss, laterCss, menuCss, roomsCss, ownCss, orderCss]) adopt(root, css)
  const shell = galleryShell(en(lang), () => undefined)
  root.append(shell.node)
  document.body.append(host)
  shell.update({ ...state, chrome })
  if (chrome.mode === 'bubble') {
    shell.node.popover = 'manual'
    shell.node.showPopover()
  }
  const scroller = shell.chat?.scroller
  const settle = () => {
    if (scroller) scroller.scrollTop = name === 'scrolled' ? 120 : scroller.scrollHeight
  }
  settle()
  openMenu(shell, state, en(lang), () => undefined)
  openRoomCard(name, shell.panel)
  openOrderCard(name, { root, panel: shell.panel, state })
  if (scroller) new ResizeObserver(settle).observe(shell.chat?.list ?? scroller)
  return { host, shell }
}
