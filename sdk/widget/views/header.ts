import type { ConnectionState } from '../../connection/state.ts'
import type { User } from '../../protocol/records.ts'
import { ghost } from '../styles/base.css.ts'
import * as css from '../styles/chat.css.ts'
import { attr, button, el, say } from './el.ts'
import { CLOSE, icon, PEOPLE } from './icon.ts'
import { createMenu } from './menu.ts'
import type { Mode, View, ViewOptions } from './view.ts'

export interface HeaderPart {
  title: string
  count: number
  connection: ConnectionState
  me: User | undefined
  drawer: boolean
  mode: Mode
}

/** The room, who is here, how the connection stands, and the menu. */
export function createHeader(options: ViewOptions): View<HeaderPart> {
  const { strings, emit } = options
  let drawer = false
  const heading = el('div', css.heading, { role: 'heading', part: 'heading', dir: 'auto' })
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
      drawer = part.drawer
      const online = part.connection.status === 'online'
      say(heading, part.title)
      attr(heading, 'title', part.title)
      attr(heading, 'aria-level', part.mode === 'page' ? 1 : 2)
      attr(node, 'aria-label', part.title)
      say(count, strings.here(part.count))
      say(number, strings.count(part.count))
      attr(toggle, 'aria-label', `${strings.showPeople}, ${strings.here(part.count)}`)
      attr(toggle, 'aria-expanded', `${drawer}`)
      attr(state, 'data-state', part.connection.status)
      say(word, online ? strings.online : strings.connecting)
      menu.update(part.me)
      attr(close, 'hidden', part.mode !== 'bubble')
    },
    dispose: menu.dispose,
  }
}
