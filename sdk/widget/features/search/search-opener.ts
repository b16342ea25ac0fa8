import { listen } from '../../behaviors/behavior.ts'
import { loadFile } from '../../parts/load-file.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, detach } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { openedHere } from '../sheet/opened-here.ts'
import { SEARCH } from './icons.ts'
import type { SearchHost } from './search-host.ts'

/** Of what is needed before anybody searches. */
const words = { lang: 'en', open: 'Search messages' }

/** The way to the search, where the server offers one: a button in the header, and the keys by which pages are searched. */
export function openSearch(host: SearchHost): { look(): void; stop(): void } {
  let sheet: { focus(): void; close(): void } | undefined
  /** The room and the reader of the sheet are still those that are shown. */
  let isHere = () => false
  /** What was looked for last, and by whom and where: nobody else finds it in the field. */
  let last = { of: '', query: '' }
  let opening = false
  let stopped = false
  const attributes = { part: 'search-toggle', 'aria-haspopup': 'dialog', 'aria-label': words.open, title: words.open }
  const node = button(ghost, { ...attributes, lang: words.lang }, () => void open(), icon(SEARCH))

  const isOffered = () => host.view()?.screen === 'chat' && host.view()?.rights.can?.has('search')
  const isSeen = () => isOffered() && host.chrome().open

  async function open(): Promise<void> {
    if (sheet) return sheet.focus()
    if (opening) return
    opening = true
    try {
      const { showSearch } = await loadFile(() => import('./search-part.ts'), host.server())
      // Meanwhile the chat may be closed, or another one
      if (stopped || !isSeen()) return
      const of = JSON.stringify([host.server(), host.shown()?.room.name, host.client()?.user?.id])
      isHere = openedHere(host)
      sheet = showSearch(host, {
        query: last.of === of ? last.query : '',
        looked(query) {
          last = { of, query }
        },
        closed() {
          sheet = undefined
        },
      })
    } catch {
      host.say('The search could not be loaded. Try again in a moment.', true)
    } finally {
      opening = false
    }
  }

  // only of who sees the chat: the page's own search is the browser's
  const undo = listen(host.root, 'keydown', event => {
    const command = /Mac|iP/.test(navigator.platform) ? event.metaKey : event.ctrlKey
    const isFind = event.code === 'KeyF' || event.key.toLowerCase() === 'f'
    if (!command || !isFind || event.altKey || event.shiftKey || !isSeen()) return
    event.preventDefault()
    void open()
  })

  return {
    look() {
      if (sheet && !(isOffered() && isHere())) sheet.close()
      const header = host.root.querySelector('[part=header]')
      if (!header || !isOffered()) return node.parentNode ? detach(node) : undefined
      if (node.parentNode !== header) header.insertBefore(node, header.querySelector('[part=toggle]'))
    },
    stop() {
      stopped = true
      undo()
      sheet?.close()
      detach(node)
    },
  }
}
