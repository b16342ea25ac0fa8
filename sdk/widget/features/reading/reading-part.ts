import type { RoomStore } from '../../../store/room-store.ts'
import { adopt } from '../../styles/sheet.ts'
import { DOWN } from '../../views/chat-icons.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import { CLOSE, icon } from '../../views/icon.ts'
import type { TalkFeature, TalkHost } from '../talk/talk-host.ts'
import { lastInSight } from './in-sight.ts'
import { createMarkUnread } from './mark-unread.ts'
import * as css from './reading.css.ts'
import { cssText } from './sheet.css.ts'
import { createLine, firstBehind } from './unread-line.ts'
import { words as wordsIn } from './words.ts'

/** What was in sight so long is read, in ms. */
const SEEN_MS = 500
/** Pages that are loaded on the way to the line. */
const MOST_PAGES = 30

/** Where what is new to the reader begins: a line, the way to it, and messages that are read one by one. */
export function openReading(host: TalkHost): TalkFeature {
  const words = wordsIn(host.lang())
  const marking = createMarkUnread(host)
  const line = createLine(words.line, words.lineSays, words.lang)
  const says = el('span')
  const jump = button(css.jump, {}, () => seek(MOST_PAGES), icon(DOWN), says)
  const away = button(css.away, { 'aria-label': words.markRead, title: words.markRead }, readAll, icon(CLOSE))
  const pill = el('div', css.pill, { part: 'unread-pill', hidden: true, lang: words.lang }, jump, away)
  let store: RoomStore | undefined
  let since: number | undefined
  /** Of the message below the line. */
  let first: number | undefined
  /** Messages that were new when the reader came. */
  let count = 0
  /** The reader has seen the line. */
  let reached = false
  /** Pages that may still be loaded on the way to it. */
  let pages = 0
  let cancelSeen: (() => void) | undefined
  let heard: HTMLElement | undefined

  pill.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    readAll()
  })

  function readAll(): void {
    host.missed.readAll()
    host.refs()?.composer.focus({ preventScroll: true })
    host.say(words.allRead)
    look()
  }

  /** Goes to the line; what is above the first message that is loaded is loaded first. */
  function seek(most: number): void {
    pages = most
    const log = store?.view.log
    if (!log || since === undefined) return
    first ??= firstBehind(log, since)
    if (first !== undefined) {
      pages = 0
      reached = true
      host.emit({ type: 'show', seq: first })
    } else if (log.older === 'more') {
      // What is far from the reader may go
      const top = log.items.find(item => item.kind === 'message' && item.seq > 0)
      if (top?.kind === 'message') host.emit({ type: 'show', seq: top.seq })
      host.emit({ type: 'older' })
    } else if (log.older === 'failed') {
      pages = 0
      host.say(words.failed, true)
    }
  }

  /** The line and the way to it, as they are to be now. */
  function place(): void {
    const { log } = store?.view ?? {}
    const refs = host.refs()
    if (!log || !refs) return
    if (since === undefined) {
      // each scroll comes by here
      detach(line)
      attr(pill, 'hidden', true)
      return
    }
    first ??= firstBehind(log, since)
    const row = first === undefined ? undefined : refs.list.querySelector(rowOf(first))
    if (!row) detach(line)
    else if (row.previousSibling !== line) row.before(line)
    const item = log.items.find(each => each.kind === 'message' && each.seq === first)
    const { top } = refs.scroller.getBoundingClientRect()
    if (row && line.getBoundingClientRect().bottom > top) reached ||= refs.scroller.clientHeight > 0
    attr(pill, 'hidden', reached || count === 0)
    say(says, words.pill(count, item?.kind === 'message' ? item.sentAt : undefined))
    if (pill.parentNode !== refs.scroller.parentNode) refs.scroller.after(pill)
  }

  /** The row of a message that is in the page. */
  function rowOf(seq: number): string {
    const item = store?.view.log.items.find(each => each.kind === 'message' && each.seq === seq)
    return `[data-key="${CSS.escape(item?.key ?? '')}"]`
  }

  /** Takes as read, further up, what stays in sight. */
  function watch(): void {
    const refs = host.refs()
    const view = host.view()
    const unread = store && host.missed.unreadIn(store.room.name)
    if (cancelSeen || !refs || !view || !unread || !host.missed.here || host.chrome().atEnd) return
    const before = lastInSight(refs.scroller, refs.list, view)
    cancelSeen = host.clock.after(SEEN_MS, () => {
      cancelSeen = undefined
      const now = host.view()
      const seen = now ? lastInSight(refs.scroller, refs.list, now) : 0
      if (host.chrome().atEnd) return
      host.missed.saw(Math.min(before, seen))
      if (seen !== before) watch()
    })
  }

  function onScroll(): void {
    place()
    watch()
  }

  function follow(scroller: HTMLElement | undefined): void {
    if (scroller === heard) return
    heard?.removeEventListener('scroll', onScroll)
    heard = scroller
    heard?.addEventListener('scroll', onScroll, { passive: true })
  }

  function look(): void {
    const shown = host.shown()
    follow(host.refs()?.scroller)
    marking.offerIn(host.refs())
    if (shown !== store || host.missed.since !== since) {
      store = shown
      since = host.missed.since
      first = undefined
      reached = false
      pages = 0
      count = (shown && host.missed.unreadIn(shown.room.name)) ?? 0
    }
    adopt(host.root, cssText)
    place()
    watch()
    if (pages > 0 && store?.view.log.older !== 'loading') seek(pages - 1)
  }

  return {
    look,
    stop() {
      cancelSeen?.()
      follow(undefined)
      marking.offerIn(undefined)
      detach(line)
      detach(pill)
    },
  }
}
