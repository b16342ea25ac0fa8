import type { Accounts as Calls } from '../../../client/accounts.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { AccountSession } from '../../../protocol/accounts.ts'
import { formats } from '../../i18n/formats.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, detach, el } from '../../views/el.ts'
import type { AccountHost } from './account-host.ts'
import * as css from './own-sheet.css.ts'
import { words } from './words.ts'

/** More than these are not listed; the last used come first. */
const MOST = 50

/** Where an account is logged in, each with a button that ends it. `load` asks for them anew. */
export function createDevices(host: AccountHost, calls: Calls): { node: HTMLElement; load(): Promise<void> } {
  const date = formats(host.lang()).date({ dateStyle: 'medium', timeStyle: 'short' })
  const list = el('ul', css.devices, { role: 'list' })
  const state = el('p', css.says, { role: 'status' }, words.devicesLoading)
  const heading = el('div', css.heading, { role: 'heading', 'aria-level': 3, tabindex: -1 }, words.devices)
  const node = el('div', css.part, {}, heading, state, list)

  function row({ id, current, agent, usedAt }: AccountSession): HTMLElement {
    const device = agent || (current ? words.thisDevice : words.otherDevice)
    const when = date(usedAt)
    const label = el(
      'span',
      css.deviceWords,
      {},
      el('span', '', {}, el('bdi', '', {}, device)),
      el('span', css.when, {}, words.used(when)),
    )
    const item = el('li', css.device, {}, label)
    if (current && agent) label.prepend(el('span', '', {}, words.thisDevice))
    if (!current) {
      const end = async () => {
        try {
          await calls.endSession(id)
        } catch (cause) {
          const error = cause as ChatError
          // It is over already
          if (error.code !== 'not_found') return tell(words.error(error))
        }
        heading.focus()
        detach(item)
        tell(words.ended(list.children.length - 1))
      }
      item.append(
        button(`${ghost} ${css.act}`, { 'aria-label': words.endAt(device, when) }, () => void end(), words.end),
      )
    }
    return item
  }

  function tell(text: string): void {
    state.textContent = text
    state.hidden = text === ''
  }

  return {
    node,
    async load() {
      try {
        const sessions = await calls.sessions()
        list.replaceChildren(...sessions.slice(0, MOST).map(row))
        tell('')
      } catch (error) {
        tell(words.error(error as ChatError))
      }
    },
  }
}
