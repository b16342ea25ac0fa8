import type { LogItem, LogView } from '../../store/view-model.ts'

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
  let drawn = new Set<string>()

  return (log: LogView, height: number, atEnd: boolean): Drawn => {
    const { items } = log
    const most = Math.max(20, Math.ceil(height / ROW))
    const isDrawn = ({ key }: LogItem) => drawn.has(key)
    // What was drawn may have been let go of at both ends
    const known = items.findIndex(isDrawn)
    const busy = drawn.size > 0 && atEnd && !items.slice(-most - 1).some(isDrawn)
    const from = Math.max(0, (busy || known < 0 ? items.length : known) - most)
    drawn = new Set(items.slice(from).map(({ key }) => key))
    if (from === 0) return { log, more: 'none' }
    return { log: { ...log, items: items.slice(from), older: 'none' }, more: busy ? 'later' : 'soon' }
  }
}
