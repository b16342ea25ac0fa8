import type { LogView } from '../../store/view-model.ts'

/** px that a short row takes. */
const ROW = 36

export interface Drawn {
  log: LogView
  /** There is more to draw: in the next frame, or when there is time. */
  more: 'none' | 'soon' | 'later'
}

/**
 * Which rows are drawn: those that are there and what came below, and above them a screenful more each time, so that no
 * frame takes long. Where more than a screenful came below a reader at the end, only the last screenful is drawn.
 */
export function drawnRows() {
  let first: string | undefined
  let last: string | undefined

  return (log: LogView, height: number, atEnd: boolean): Drawn => {
    const { items } = log
    const most = Math.max(20, Math.ceil(height / ROW))
    const end = items.length - 1
    const find = (key: string | undefined) => items.findIndex(item => item.key === key)
    const known = find(last)
    const busy = last !== undefined && atEnd && end - known > most
    // What was above may have been let go of
    const at = busy || known < 0 ? items.length : Math.max(0, find(first))
    const from = Math.max(0, at - most)
    first = items[from]?.key
    last = items[end]?.key
    if (from === 0) return { log, more: 'none' }
    return { log: { ...log, items: items.slice(from), older: 'none' }, more: busy ? 'later' : 'soon' }
  }
}
