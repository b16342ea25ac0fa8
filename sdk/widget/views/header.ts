import { ghost } from '../styles/base.css.ts'
import * as css from '../styles/chat.css.ts'
import { PEOPLE } from './chat-icons.ts'
import { attr, button, el, say } from './el.ts'
import { CLOSE, icon } from './icon.ts'
import { createMenu } from './menu.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** The room, who is here, how the connection stands, and the menu. */
export function createHeader(options: ViewOptions): View<ScreenPart> {
  const { strings, emit } = options
  let drawer = false
  const heading = el('div', css.heading, {
    role: 'heading',
    part: 'heading',
    dir: 'auto',
    lang: strings.pageLang,
  })
  const count = el('span', css.count, { part: 'count', dir: 'auto' })
  const word = el('span', css.word)
  const state = el('span', css.state, { part: 'status' }, word)
  const number = el('span')
  const toggle = button(
    `${ghost} ${css.toggle}`,
    { 'aria-controls': 'people', part: 'toggle' },
    () => emit({ type: 'drawer', open: !drawer }),
    icon(PEOPLE),
    number,
  )
  const menu = createMenu(options)
  const shut = () => emit({ type: 'open', open: false })
  const close = button(ghost, { 'aria-label': strings.closeChat, part: 'close' }, shut, icon(CLOSE))
  const node = el(
    'div',
    css.header,
    { part: 'header', role: 'group', tabindex: -1 },
    heading,
    count,
    state,
    toggle,
    menu.node,
    close,
  )

  return {
    node,
    update(part) {
      const { title, people, connection, chrome } = part
      drawer = chrome.drawer
      say(heading, title)
      attr(heading, 'title', title)
      attr(heading, 'aria-level', chrome.mode === 'page' ? 1 : 2)
      attr(node, 'aria-label', title)
      say(count, strings.here(people.count))
      say(number, strings.count(people.count))
      attr(toggle, 'aria-label', strings.showPeople(people.count))
      attr(toggle, 'aria-expanded', `${drawer}`)
      attr(state, 'data-state', connection.status)
      say(word, connection.status === 'online' ? strings.online : strings.connecting)
      menu.update(part)
      attr(close, 'hidden', chrome.mode !== 'bubble')
    },
  }
}
