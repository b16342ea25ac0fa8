import { type Behavior, listen, undoAll } from './behavior.ts'

/** px from the end at which the newest message counts as in sight. */
const NEAR = 48

/**
 * Keeps a log at its end while its reader is there, and at the reader's place while they are not: whatever comes above
 * or below, and however late the layout is.
 */
export class StickToEnd implements Behavior {
  readonly #scroller: HTMLElement
  readonly #list: HTMLElement
  readonly #changed: (atEnd: boolean) => void
  readonly #undo: (() => void)[] = []
  #atEnd = true
  #top = 0
  /** The first message in sight, and where it is seen. */
  #anchor: { row: Element; offset: number } | undefined

  constructor(scroller: HTMLElement, list: HTMLElement, changed: (atEnd: boolean) => void) {
    this.#scroller = scroller
    this.#list = list
    this.#changed = changed
  }

  get atEnd(): boolean {
    return this.#atEnd
  }

  start(): void {
    if (this.#undo.length > 0) return
    // WebKit has no scroll anchoring; one way of keeping the place for all engines
    this.#scroller.style.setProperty('overflow-anchor', 'none')
    const observer = new ResizeObserver(() => this.settle())
    observer.observe(this.#scroller)
    observer.observe(this.#list)
    this.#undo.push(
      () => observer.disconnect(),
      listen(this.#scroller, 'scroll', () => this.#onScroll(), { passive: true }),
    )
    this.settle()
  }

  stop(): void {
    undoAll(this.#undo)
  }

  /** Puts things back in their place after rows or sizes changed. */
  settle(): void {
    const scroller = this.#scroller
    if (scroller.clientHeight === 0) return
    if (this.#atEnd) {
      scroller.scrollTop = scroller.scrollHeight
    } else if (this.#anchor?.row.isConnected) {
      const moved = this.#offset(this.#anchor.row) - this.#anchor.offset
      if (Math.abs(moved) >= 1) scroller.scrollTop += moved
    } else this.#look()
    this.#top = scroller.scrollTop
  }

  toEnd(): void {
    this.#set(true)
    this.settle()
  }

  #onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller
    if (clientHeight === 0) return
    const by = scrollTop - this.#top
    this.#top = scrollTop
    // Only who moves up leaves the end: rows that grew below a reader at the end are not a choice
    if (scrollHeight - scrollTop - clientHeight <= NEAR) this.#set(true)
    else if (by < -1) this.#set(false)
    if (this.#atEnd) return
    // Rows that come into reach get their true height only then: what was not scrolled is put back
    if (this.#anchor) this.#anchor.offset -= by
    this.settle()
    // The same row as long as nobody scrolls: a row above it may still grow
    if (Math.abs(by) >= 1) this.#look()
  }

  #set(atEnd: boolean): void {
    if (atEnd === this.#atEnd) return
    this.#atEnd = atEnd
    this.#anchor = undefined
    this.#changed(atEnd)
  }

  #offset(row: Element): number {
    return row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top
  }

  /** Remembers the first message in sight, found by halving; days and buttons do not keep their place in the log. */
  #look(): void {
    const rows = this.#list.querySelectorAll(':scope > [data-key]')
    let low = 0
    let high = rows.length - 1
    const top = this.#scroller.getBoundingClientRect().top
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle
      else low = middle + 1
    }
    const row = rows[low]
    this.#anchor = row && { row, offset: this.#offset(row) }
  }
}
