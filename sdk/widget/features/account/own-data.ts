import type { Accounts as Calls } from '../../../client/accounts.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, el } from '../../views/el.ts'
import * as css from './own-sheet.css.ts'
import { saveFile } from './save-file.ts'
import { words } from './words.ts'

/** What the server holds of somebody: as a file, and the way to have it deleted. */
export function createOwnData(calls: Calls, remove: () => void): HTMLElement {
  const state = el('p', css.says, { role: 'status' })
  let busy = false

  async function save(): Promise<void> {
    if (busy) return
    busy = true
    attr(download, 'aria-disabled', 'true')
    state.textContent = words.busy
    try {
      saveFile('chat-data.json', JSON.stringify(await calls.data(), undefined, 2), node)
      state.textContent = words.downloaded
    } catch (error) {
      state.textContent = words.error(error as ChatError)
    }
    busy = false
    attr(download, 'aria-disabled', undefined)
  }

  const download = button(`${ghost} ${css.act}`, {}, () => void save(), words.download)
  const erase = button(`${ghost} ${css.danger}`, {}, remove, words.remove)
  const heading = el('div', css.heading, { role: 'heading', 'aria-level': 3 }, words.data)
  const node = el('div', css.part, {}, heading, download, state, erase)
  return node
}
