import type { Timeline, TimelineEvent } from './timeline-state.ts'
import type { LogItem } from './view-model.ts'

/** Rows above and below the reader: when there are more than `most`, `keep` of them stay. */
export const ROWS_ABOVE = { keep: 100, most: 200 }
export const ROWS_BELOW = { keep: 150, most: 250 }

/**
 * What to let go of, so that only what can soon be scrolled to is kept. `reading`: the key of the first message in
 * sight; none: the reader is at the end.
 */
export function keepNear(
  timeline: Timeline,
  items: readonly LogItem[],
  reading: string | undefined,
): TimelineEvent | undefined {
  const { rows, newer } = timeline
  if (reading === undefined && newer !== 'none') return { type: 'end' }
  const most = ROWS_ABOVE.most
  if (rows.length <= most) return undefined
  const item = reading && items.find(each => each.key === reading)
  const seq = item && item.kind === 'message' ? item.seq : 0
  const found = seq > 0 ? rows.findIndex(row => row.kind === 'message' && row.message.seq === seq) : -1
  // What is not in the log yet is behind it
  const at = found < 0 ? rows.length : found
  const from = at > most ? at - ROWS_ABOVE.keep : 0
  const to = rows.length - at > ROWS_BELOW.most ? at + ROWS_BELOW.keep : rows.length
  return from > 0 || to < rows.length ? { type: 'cut', from, to } : undefined
}
