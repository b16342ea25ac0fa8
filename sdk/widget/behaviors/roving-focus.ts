import { focusedIn, listen } from './behavior.ts'
import { rowsIn } from './rows.ts'
import { tabStops } from './tab-stops.ts'

export interface RovingFocus {
  /** After rows changed: the newest is the Tab stop, unless the focus is in the log. */
  refresh(): void
  /** Returns what stops it. */
  start(): (() => void)[]
}

/** Of a row, the links and code in it and the buttons that are stops with it. */
function setTabIndex(row: HTMLElement, value: 0 | -1): void {
  row.tabIndex = value
  for (const stop of row.querySelectorAll<HTMLElement>('a,pre,button[tabindex]')) stop.tabIndex = value
}

const rowOf = (target: unknown) => (target as Element | null)?.closest<HTMLElement>('[data-key]')

/**
 * One Tab stop for all rows of a log. Arrows, Home and End move between rows, Enter opens the menu of one, or goes into one
 * without; Escape returns to the row from inside it and to the composer from the row.
 */
export function roveFocus(list: HTMLElement, composer: HTMLElement): RovingFocus {
  let stop: HTMLElement | undefined
  /** The stop had the focus, and was in the upper half of the rows. */
  let held = false
  let above = false

  function become(row: HTMLElement | null | undefined): void {
    if (!row) return
    if (stop !== row && stop) setTabIndex(stop, -1)
    stop = row
    setTabIndex(row, 0)
  }
  function refresh(): void {
    // Rows that are far from the reader go, also the one with the focus
    const rows = rowsIn(list)
    if (held && !stop?.isConnected) rows.at(above ? 0 : -1)?.focus({ preventScroll: true })
    const focused = rowOf(focusedIn(list))
    become(focused ?? rows.at(-1))
    held = !!focused
    if (focused) above = rows.indexOf(focused) * 2 < rows.length
  }

  function goal(key: string, row: HTMLElement, inside: boolean): HTMLElement | undefined {
    const rows = rowsIn(list)
    const at = rows.indexOf(row)
    switch (key) {
      case 'ArrowUp':
        return rows[at - 1] ?? row
      case 'ArrowDown':
        return rows[at + 1] ?? row
      case 'Home':
        return rows[0]
      case 'End':
        return rows.at(-1)
      case 'Enter':
        return inside ? undefined : tabStops(row)[0]
      case 'Escape':
        return inside ? row : composer
    }
    return undefined
  }

  function press(event: KeyboardEvent): void {
    const row = rowOf(event.target)
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return
    const menu = row.querySelector<HTMLElement>('[aria-haspopup]')
    if (menu && event.key === 'Enter' && event.target === row) {
      event.preventDefault()
      event.stopPropagation()
      menu.click()
      return
    }
    const to = goal(event.key, row, event.target !== row)
    if (!to) return
    event.preventDefault()
    event.stopPropagation()
    to.focus({ preventScroll: true })
    to.scrollIntoView?.({ block: 'nearest' })
  }

  return {
    refresh,
    start() {
      return [listen(list, 'keydown', press), listen(list, 'focusin', event => become(rowOf(event.target)))]
    },
  }
}
