import { same } from '../../store/same.ts'
import type { LogItem, LogView, MessageItem } from '../../store/view-model.ts'
import { unseen } from '../styles/base.css.ts'
import * as css from '../styles/log.css.ts'
import { fresh, leastHeight } from '../styles/message.css.ts'
import { createEdge } from './edge.ts'
import { attr, el } from './el.ts'
import { keyed } from './keyed.ts'
import { laterKnown } from './later.ts'
import { type Around, createMessage } from './message.ts'
import { createDay, createNotice } from './row.ts'
import { obstacle } from './stage.ts'
import type { ChatRefs, ScreenPart, View, ViewOptions } from './view.ts'

const isDay = ({ kind }: LogItem) => kind === 'day'

/** The messages. `node` scrolls, `list` holds the rows, `below` is there while they do not reach to the newest one. */
export function createLog(options: ViewOptions): View<ScreenPart> & Pick<ChatRefs, 'list' | 'below' | 'rowOf'> {
  const { strings, emit } = options
  let now = 0
  /** What the rows were last drawn by. */
  let around: Around = {}
  let shownRoom = ''
  const unfolded = new Set<string>()

  const help = el('p', unseen, { id: 'log-help' }, strings.logHelp)
  const older = createEdge('older', options)
  const newer = createEdge('newer', options)
  const skeleton = el('div', css.skeleton, { part: 'skeleton', 'aria-hidden': 'true' })
  for (let i = 0; i < 5; i++) skeleton.append(el('div', css.bone))
  const list = el('div', css.list, { role: 'log', 'aria-live': 'off', 'aria-describedby': 'log-help', part: 'log' })
  const node = el('div', css.scroller, { part: 'scroller' }, help, older.node, skeleton, list, newer.node)
  list.addEventListener('animationend', event => (event.target as Element).classList.remove(fresh))

  const rows = keyed<LogItem>(
    list,
    item => item.key,
    (item, appended) => {
      switch (item.kind) {
        case 'message':
          return createMessage(item, options, appended, unfolded, () => around) as View<LogItem>
        case 'notice':
          return createNotice(options) as View<LogItem>
        case 'day':
          return createDay(options, () => now) as View<LogItem>
      }
    },
  )

  /** Where rows begin that fill so many screens above `end`, by the least height of messages; the few notices have less. */
  function screens(items: readonly LogItem[], count: number, end = items.length): number {
    for (let left = count * (node.clientHeight || innerHeight); end && left > 0; ) {
      const { first, own, replyTo, reactions } = items[--end] as Partial<MessageItem>
      left -= first && !own ? leastHeight.first : leastHeight.next
      if (replyTo) left -= leastHeight.quote
      if (reactions) left -= leastHeight.reactions
    }
    return end
  }

  /** Says which rows may have changed unseen. */
  let marked: number | undefined
  function markStale({ items, stale }: LogView): void {
    if (stale === undefined && marked === undefined) return
    marked = stale
    for (const item of items)
      if (item.kind === 'message') {
        const row = rows.nodeOf(item.key)
        const old = item.seq > 0 && item.seq < (stale ?? 0)
        if (row) attr(row, 'aria-busy', old && 'true')
      }
  }

  let today: number | undefined
  let last: ScreenPart | undefined
  /** The place of a row that is wanted, however far up. */
  let wanted: number | undefined

  function update(part: ScreenPart): void {
    const { log, title, chrome, room, me } = part
    now = chrome.now
    if (room !== shownRoom) unfolded.clear()
    shownRoom = room
    const date = new Date(now).setHours(0, 0, 0, 0)
    const before = around
    around = same({ marks: !!chrome.accounts, me: me?.id, typed: options.typed?.(), later: laterKnown() }, around)
    if (around !== before || date !== today) rows.refresh()
    today = date
    attr(list, 'aria-label', strings.logLabel(title))
    const { items } = log
    // A day's row says nothing: it goes up with each page that brings more of the day
    const at = items.findIndex(item => !isDay(item) && rows.has(item.key))
    // The last screenful first; rows above those that are there come three at a time, so that no frame takes long
    let from = at < 0 ? screens(items, 1) : screens(items, 3, at)
    const kept = chrome.atEnd && at >= 0
    // A reader at the end has two to three
    if (kept) from = at < screens(items, 3) ? screens(items, 2) : Math.min(at, screens(items, 2))
    // Where it is far up, whatever is between
    if (wanted !== undefined) from = Math.min(from, wanted)
    const growing = from > 0 && !kept
    if (growing) emit({ type: 'draw' })
    attr(list, 'aria-busy', (log.older === 'loading' || growing || !log.ready) && 'true')
    attr(skeleton, 'hidden', log.ready || !!obstacle(part))
    older.update(log.ready && !from ? log.older : 'none')
    newer.update(log.newer)
    rows.update([...items.slice(0, from).filter(isDay).slice(-1), ...items.slice(from)])
    markStale(log)
    last = part
  }

  return {
    node,
    list,
    below: newer.node,
    update,
    rowOf(seq) {
      const { items = [] } = last?.log ?? {}
      const at = items.findIndex(item => item.kind === 'message' && item.seq === seq)
      const item = items[at]
      if (!last || !item) return undefined
      if (!rows.has(item.key)) {
        wanted = at
        update(last)
        wanted = undefined
      }
      return rows.nodeOf(item.key)
    },
  }
}
