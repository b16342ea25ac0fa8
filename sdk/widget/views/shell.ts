import { ChatError } from '../../lib/chat-error.ts'
import { unseen } from '../styles/base.css.ts'
import { primary } from '../styles/login.css.ts'
import * as css from '../styles/panel.css.ts'
import { root } from '../styles/theme.css.ts'
import { createAccent } from './accent.ts'
import { become } from './become.ts'
import { attr, button, detach, el, say } from './el.ts'
import { CHAT, icon } from './icon.ts'
import { createLauncher } from './launcher.ts'
import { createLogin } from './login.ts'
import type { Content, Mode, Shell, ShellOptions, ShellPart, ShowContent, View } from './view.ts'

interface CurrentScreen extends View<ShellPart & { title: string }> {
  first?: HTMLElement
  /** What the next screen grows out of. */
  seed?: HTMLElement
  content?: Content
}

const ROLES: { [mode in Mode]: string } = { page: 'main', inline: 'region', bubble: 'dialog' }

/** Refusals of what an attribute says. */
const BY_ATTRIBUTE = new Set<ChatError['code']>(['invalid_server', 'invalid_room'])

/** Everything on the screen: launcher, panel, and in it the login or the chat. */
export function createShell(options: ShellOptions): Shell {
  const { strings } = options
  const node = el('div', root, { part: 'root', lang: strings.lang })
  const accent = createAccent(node)
  const launcher = createLauncher(options)
  const panel = el('div', css.panel, { id: 'panel', part: 'panel', tabindex: -1 })
  node.append(accent.node, el('div', css.airBox, {}, launcher.node, panel))

  let name: ShellPart['screen'] | undefined
  let screen: CurrentScreen | undefined

  function openStarting(): CurrentScreen {
    const words = el('p', unseen, {}, strings.connecting)
    const again = button(primary, {}, () => options.emit({ type: 'reconnect' }), strings.again)
    return {
      node: el('div', css.starting, { part: 'starting' }, icon(CHAT), words, again),
      update({ refused }) {
        const chat = refused ?? options.content()
        const failed = chat instanceof ChatError
        attr(words, 'class', failed ? css.failed : unseen)
        say(words, failed ? strings.error(chat) : strings.connecting)
        // What an attribute says wrong no press mends
        attr(again, 'hidden', !refused || BY_ATTRIBUTE.has(refused.code))
      },
    }
  }

  function open(next: ShellPart['screen'], show: ShowContent | undefined): CurrentScreen {
    switch (next) {
      case 'starting':
        return openStarting()
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
        if (!show) return openStarting()
        const content = show({ root: node, panel })
        return { content, node: content.node, first: content.first, update: part => content.update(part) }
      }
    }
  }

  function turn(part: ShellPart & { title: string }, next: ShellPart['screen'], show: ShowContent | undefined): void {
    // What is new would have to be styled for it, and then once more; nothing of a start is in the accent
    if (next !== 'starting') accent.update()
    const before = screen
    screen = open(next, show)
    screen.update(part)
    panel.append(screen.node)
    if (before?.seed && part.chrome.open) become(before.node, before.seed, screen.node)
    else if (before) detach(before.node)
    name = next
  }

  return {
    node,
    panel,
    launcher: launcher.node,
    get content() {
      return screen?.content
    },
    get first() {
      return screen?.first
    },
    update(view) {
      const { chrome } = view
      const { title: given, peer } = view.info ?? {}
      const heading = view.room === chrome.home && chrome.heading
      const title = heading || given || peer?.name || strings.room(view.room)
      const part = { ...view, title }
      attr(node, 'data-mode', chrome.mode)
      attr(node, 'data-open', chrome.open)
      attr(panel, 'role', ROLES[chrome.mode])
      attr(panel, 'aria-label', title)
      launcher.update(chrome)
      // Of a bubble nothing else is seen until it is opened first
      if (!chrome.open && !screen) return
      const chat = options.content()
      const show = typeof chat === 'function' ? chat : undefined
      // A session that is tried mostly counts; the chat screen may still be on its way
      const next = view.screen === 'login' ? 'login' : show && view.me ? 'chat' : 'starting'
      if (next === name) screen?.update(part)
      else turn(part, next, show)
    },
    dispose() {
      screen = undefined
    },
  }
}
