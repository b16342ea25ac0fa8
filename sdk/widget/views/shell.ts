import type { ViewModel } from '../../store/view-model.ts'
import { unseen } from '../styles/base.css.ts'
import * as css from '../styles/panel.css.ts'
import { root } from '../styles/theme.css.ts'
import { createAccent } from './accent.ts'
import { become } from './become.ts'
import { createChat, type ScreenPart } from './chat.ts'
import { attr, el } from './el.ts'
import { icon } from './icon.ts'
import { createLauncher } from './launcher.ts'
import { createLogin } from './login.ts'
import type { ChatRefs, Mode, Shell, ShellOptions, View } from './view.ts'

interface CurrentScreen extends View<ScreenPart> {
  first?: HTMLElement
  /** What the next screen grows out of. */
  seed?: HTMLElement
  refs?: ChatRefs
}

const ROLES: { [mode in Mode]: string } = { page: 'main', inline: 'region', bubble: 'dialog' }

/** Everything on the screen: launcher, panel, and in it the login or the chat. */
export function createShell(options: ShellOptions): Shell {
  const { strings } = options
  const node = el('div', root, { part: 'root' })
  const accent = createAccent(node)
  const launcher = createLauncher(options)
  const panel = el('div', css.panel, { id: 'panel', part: 'panel', tabindex: -1 })
  node.append(accent.node, launcher.node, panel)

  let name: ViewModel['screen'] | undefined
  let screen: CurrentScreen | undefined

  function open(next: ViewModel['screen']): CurrentScreen {
    switch (next) {
      case 'starting': {
        const wait = el(
          'div',
          css.starting,
          { part: 'starting' },
          icon('chat'),
          el('span', unseen, {}, strings.connecting),
        )
        return { node: wait, update() {}, dispose() {} }
      }
      case 'login': {
        const view = createLogin(options)
        return {
          ...view,
          first: view.field,
          seed: view.card,
          update: part => view.update({ ...part, mode: part.chrome.mode }),
        }
      }
      case 'chat': {
        const view = createChat(options)
        return { ...view, first: view.refs.composer }
      }
    }
  }

  function turn(part: ScreenPart): void {
    const before = screen
    screen = open(part.screen)
    screen.update(part)
    panel.append(screen.node)
    before?.dispose()
    if (before?.seed && part.chrome.open) become(before.node, before.seed, screen.node)
    else before?.node.remove()
    name = part.screen
    accent.update()
  }

  return {
    node,
    panel,
    launcher: launcher.node,
    get chat() {
      return screen?.refs
    },
    get first() {
      return screen?.first
    },
    update(view) {
      const { chrome } = view
      const title = chrome.heading || strings.room(view.room)
      const part = { ...view, title }
      attr(node, 'data-mode', chrome.mode)
      attr(node, 'data-open', chrome.open)
      attr(panel, 'role', ROLES[chrome.mode])
      attr(panel, 'aria-label', title)
      launcher.update(chrome)
      if (view.screen === name) screen?.update(part)
      else turn(part)
    },
    dispose() {
      screen?.dispose()
      for (const view of [accent, launcher]) view.dispose()
      screen = undefined
    },
  }
}
