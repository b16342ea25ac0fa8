import type { HistoryReply } from '../protocol/replies.ts'
import { asRows, within } from './timeline-pages.ts'
import { firstSeq, lastSeq, type Timeline } from './timeline-state.ts'
import { newest } from './timeline-window.ts'

/** Rows that are read on at once: of more, those that are far from the reader would go at once. */
const MOST = 150

/** A page from anywhere in the log becomes what is read; where it is read already, nothing changes. */
export function applyAround(state: Timeline, fetched: HistoryReply): Timeline {
  const { rows } = state
  const page = asRows(within(fetched.messages, 0, state.head + 1), fetched.seq)
  const [first, last] = [firstSeq(page), lastSeq(page)]
  // the room began anew since it was asked for
  if (!state.ready || fetched.epoch !== state.epoch || first === 0) return state
  if (firstSeq(rows) > 0 && firstSeq(rows) <= first && last <= lastSeq(rows)) return state
  const tail = state.newer === 'none' ? newest(rows) : state.tail
  const older = fetched.more ? 'more' : 'none'
  const end = firstSeq(tail)
  // nothing is known of the end, which is about to be asked for
  if (end === 0) return state
  if (last < end) return { ...state, older, newer: 'more', rows: page, tail }
  // it goes on into the end of the log
  const before = page.filter(row => row.kind === 'message' && row.message.seq < end)
  const whole = [...before, ...tail]
  if (whole.length <= MOST) return { ...state, older, newer: 'none', rows: whole, tail: [] }
  return { ...state, older, newer: 'more', rows: whole.slice(0, MOST), tail: newest(tail) }
}
