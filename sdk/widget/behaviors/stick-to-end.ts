import { listen, watchSize } from './behavior.ts'
import { rowsIn } from './rows.ts'

/** px from the end at which the newest message counts as in sight. */
const NEAR = 48
/** px by which a finger slips. */
const SLIP = 8

export interface StickToEnd {
  /** Takes in how far the reader scrolled; before rows change, since a log that is shorter for a moment moves by itself. */
  settle(): void
  /** Puts things back in their place after rows changed. */
  replace(): void
  /** Returns what stops it. */
  start(): (() => void)[]
  toEnd(): void
  /** Leaves the end for a row. */
  toRow(row: HTMLElement): void
}

/**
 * Keeps a log at its end while its reader is there, and at the reader's place while they are not: whatever comes or goes
 * above or below, and however late the layout is. Styles must turn the browser's own scroll anchoring off. `below` is
 * hidden when the last row is the newest. `reading` is told the key of the first message in sight, and nothing at the end.
 */
export function stickToEnd(
  { scroller, list, below }: { scroller: HTMLElement; list: HTMLElement; below: HTMLElement },
  reading: (key: string | undefined) => void,
): StickToEnd {
  let atEnd = true
  let top = 0
  let left = 0
  let height = 0
  /** px from the end at which a reader there stopped: theirs until something comes. */
  let rest = 0
  /** The first message in sight, and where its text is seen. */
  let anchor: HTMLElement | undefined
  let place = 0

  const edge = () => scroller.getBoundingClientRect().top
  // Of the text: what is above it goes when its author's earlier messages come. In the pixels that it scrolls by, of which
  // a page that is zoomed or scaled has more or fewer in sight
  const offsetOf = (row: Element) => {
    const { height } = scroller.getBoundingClientRect()
    // Where it is on the screen: a bar that comes or goes between what is around the log and the log moves no row
    const { top } = (scroller.parentElement ?? scroller).getBoundingClientRect()
    const place = (row.querySelector('[part=bubble]') ?? row).getBoundingClientRect().top - top
    const scale = Math.round((100 * height) / scroller.offsetHeight) / 100
    return place / (scale || 1)
  }

  /** Remembers the first message in sight, found by halving; days and buttons do not keep their place in the log. */
  function look(): void {
    const rows = rowsIn(list)
    let low = 0
    let high = rows.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge()) high = middle
      else low = middle + 1
    }
    anchor = rows[low]
    if (!anchor) return
    place = offsetOf(anchor)
    reading(anchor.dataset['key'])
  }

  function turn(now: boolean): void {
    if (now === atEnd) return
    atEnd = now
    rest = 0
    anchor = undefined
    if (now) reading(undefined)
  }

  /** Takes in where the log is; `read`: it is the reader who moved it, of which the event may come later. */
  function follow(read: boolean): number {
    const { scrollTop, scrollHeight, clientHeight } = scroller
    // A log of another height has moved by itself
    const by = read && clientHeight === height ? scrollTop - top : 0
    height = clientHeight
    left = scrollHeight - scrollTop - clientHeight
    top = scrollTop
    // Only who moves up leaves the end, in steps of any size: rows that grew below a reader at the end are not a choice
    if (by < 0 && left > SLIP) turn(false)
    else if (!atEnd && left <= NEAR && below.hidden && (by > 0 || left <= SLIP)) {
      turn(true)
      rest = left
    } else if (by) rest = Math.min(left, Math.max(0, rest - by))
    // A shorter log moves up by itself
    if (by > 0 || left >= 1) place -= by
    return by
  }

  function put(read: boolean): void {
    if (!scroller.clientHeight) return
    const by = follow(read)
    if (atEnd) {
      // Who moves is left alone: a browser scrolls in small steps, and gives them up for a place that it is set to
      if (!by && Math.abs(left - rest) >= 1) {
        // What came below is shown; what went above moves nothing
        if (left > rest) rest = 0
        scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - rest
      }
    } else if (anchor?.isConnected) {
      const moved = offsetOf(anchor) - place
      if (Math.abs(moved) >= 1) scroller.scrollTop += moved
    }
    top = scroller.scrollTop
    // The same row as long as nobody scrolls: a row above it may still grow
    if (!atEnd && (Math.abs(by) >= 1 || !anchor?.isConnected)) look()
  }

  const settle = () => put(true)

  /** Who has a row unfolded reads on where they are, also at the end. */
  function hold({ target }: Event): void {
    if (!(target as Element).closest('[aria-expanded]')) return
    turn(false)
    look()
  }

  return {
    settle,
    replace: () => put(false),
    toEnd() {
      turn(true)
      rest = 0
      put(false)
    },
    toRow(row) {
      // It is to stay there, whatever comes
      turn(false)
      row.scrollIntoView({ block: 'center' })
      top = scroller.scrollTop
      look()
    },
    start() {
      return [watchSize(settle, scroller, list), listen(scroller, 'scroll', settle), listen(list, 'click', hold)]
    },
  }
}
