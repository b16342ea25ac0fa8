import { type Behavior, focusedIn, listen, tabStops, undoAll } from './behavior.ts'

const isStop = (row: Element): row is HTMLElement => row instanceof HTMLElement && 'key' in row.dataset

/** Of a row and the links in it. */
function setTabIndex(row: HTMLElement, value: 0 | -1): void {
  row.tabIndex = value
  for (const link of row.querySelectorAll('a')) link.tabIndex = value
}

/**
 * One Tab stop for all rows of a log. Arrows, Home and End move between rows, Enter goes into one, Escape returns to the
 * row from inside it and to the composer from the row.
 */
export class RovingFocus implements Behavior {
  readonly #list: HTMLElement
  readonly #leave: () => void
  readonly #undo: (() => void)[] = []
  #stop: HTMLElement | undefined

  constructor(list: HTMLElement, leave: () => void) {
    this.#list = list
    this.#leave = leave
  }

  start(): void {
    if (this.#undo.length > 0) return
    this.#undo.push(
      listen(this.#list, 'keydown', event => this.#onKey(event)),
      listen(this.#list, 'focusin', event => {
        const row = this.#rowOf(event.target)
        if (row) this.#become(row)
      }),
    )
    this.refresh()
  }

  stop(): void {
    undoAll(this.#undo)
    if (this.#stop) setTabIndex(this.#stop, -1)
    this.#stop = undefined
  }

  /** After rows changed: the newest is the Tab stop, unless the focus is in the log. */
  refresh(): void {
    const row = this.#rowOf(focusedIn(this.#list)) ?? this.#newest()
    if (row) this.#become(row)
  }

  #rows(): HTMLElement[] {
    return [...this.#list.children].filter(isStop)
  }

  #newest(): HTMLElement | undefined {
    let row = this.#list.lastElementChild
    while (row && !isStop(row)) row = row.previousElementSibling
    return row ?? undefined
  }

  #rowOf(target: EventTarget | null): HTMLElement | undefined {
    const row = target instanceof Element ? target.closest('[data-key]') : undefined
    return row instanceof HTMLElement && this.#list.contains(row) ? row : undefined
  }

  #become(row: HTMLElement): void {
    if (this.#stop !== row && this.#stop) setTabIndex(this.#stop, -1)
    this.#stop = row
    setTabIndex(row, 0)
  }

  #onKey(event: KeyboardEvent): void {
    const row = this.#rowOf(event.target)
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return
    const inside = event.target !== row
    const rows = this.#rows()
    const at = rows.indexOf(row)
    let to: HTMLElement | undefined
    if (event.key === 'ArrowUp') to = rows[at - 1]
    else if (event.key === 'ArrowDown') to = rows[at + 1]
    else if (event.key === 'Home') to = rows[0]
    else if (event.key === 'End') to = rows.at(-1)
    else if (event.key === 'Enter' && !inside) {
      to = tabStops(row)[0]
      if (!to) return
    } else if (event.key === 'Escape') {
      if (inside) row.focus()
      else this.#leave()
    } else return
    event.preventDefault()
    event.stopPropagation()
    to?.focus({ preventScroll: true })
    to?.scrollIntoView?.({ block: 'nearest' })
  }
}
