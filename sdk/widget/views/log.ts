import type { LogItem } from '../../store/view-model.ts'
import { unseen } from '../styles/base.css.ts'
import * as css from '../styles/log.css.ts'
import { fresh } from '../styles/message.css.ts'
import { createBeyond } from './beyond.ts'
import { attr, el } from './el.ts'
import { keyed } from './keyed.ts'
import { createMessage } from './message.ts'
import { createDay, createNotice } from './row.ts'
import { obstacle } from './stage.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

const isDay = ({ kind }: LogItem) => kind === 'day'

/** The messages. `node` scrolls, `list` holds the rows, `below` is there while they do not reach to the newest one. */
export function createLog(options: ViewOptions): View<ScreenPart> & { list: HTMLElement; below: HTMLElement } {
  const { strings, emit } = options
  let now = 0

  const help = el('p', unseen, { id: 'log-help' }, strings.logHelp)
  const above = createBeyond('older', options)
  const below = createBeyond('newer', options)
  const skeleton = el('div', css.skeleton, { part: 'skeleton', 'aria-hidden': 'true' })
  for (let i = 0; i < 5; i++) skeleton.append(el('div', css.bone))
  const list = el('div', css.list, { role: 'log', 'aria-live': 'off', 'aria-describedby': 'log-help', part: 'log' })
  const node = el('div', css.scroller, { part: 'scroller' }, help, above.node, skeleton, list, below.node)
  list.addEventListener('animationend', event => (event.target as Element).classList.remove(fresh))

  const rows = keyed<LogItem>(
    list,
    item => item.key,
    (item, appended) => {
      switch (item.kind) {
        case 'message':
          return createMessage(item, options, appended) as View<LogItem>
        case 'notice':
          return createNotice(options) as View<LogItem>
        case 'day':
          return createDay(options, () => now) as View<LogItem>
      }
    },
  )

  let growing = false
  /**
   * Rows above those that are there come a screenful at a time, so that no frame takes long; of a reader at the end they
   * go when there are many, and of what came at once the last screenful is drawn first. Their day stands above them.
   */
  function drawn({ log: { items }, chrome: { atEnd } }: ScreenPart): readonly LogItem[] {
    const { length } = items
    const screenful = Math.max(16, innerHeight >> 5)
    // A day's row says nothing: it goes up with each page that brings more of the day
    const at = items.findIndex(item => !isDay(item) && rows.has(item.key))
    let from = Math.max(0, (at < 0 ? length : at) - screenful)
    if (atEnd && length - from > 3 * screenful) from = length - at > 3 * screenful || at < 0 ? length - screenful : at
    growing = from > 0 && from !== at
    if (growing) emit({ type: 'draw' })
    return from > 0 ? [...items.slice(0, from).filter(isDay).slice(-1), ...items.slice(from)] : items
  }

  let today: number | undefined
  return {
    node,
    list,
    below: below.node,
    update(part) {
      const { log, room, chrome } = part
      now = chrome.now
      const date = new Date(now).setHours(0, 0, 0, 0)
      if (date !== today) rows.refresh()
      today = date
      attr(list, 'aria-label', strings.logLabel(room))
      const items = drawn(part)
      attr(list, 'aria-busy', (log.older === 'loading' || growing || !log.ready) && 'true')
      attr(skeleton, 'hidden', log.ready || !!obstacle(part))
      above.update(log.ready && items === log.items ? log.older : 'none')
      below.update(log.newer)
      rows.update(items)
    },
  }
}
