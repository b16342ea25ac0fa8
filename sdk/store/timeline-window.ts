import type { Row, Timeline } from './timeline-state.ts'

/** Rows that are kept of the log's end while something else is read. */
export const TAIL_ROWS = 100

const isMessage = (row: Row) => row.kind === 'message'

/** From the first message on. */
const begun = (rows: readonly Row[]) => rows.slice(Math.max(0, rows.findIndex(isMessage)))

/** Those of them that are kept of the log's end. */
export const newest = (rows: readonly Row[]) => begun(rows.slice(-TAIL_ROWS))

/** Puts rows at the end of the log, whether that is what is read or not. */
export function append(state: Timeline, head: number, rows: readonly Row[]): Timeline {
  if (state.newer === 'none') return { ...state, head, rows: [...state.rows, ...rows] }
  const tail = [...state.tail, ...rows]
  return { ...state, head, tail: tail.length > 2 * TAIL_ROWS ? newest(tail) : tail }
}

/** Lets go of rows at both ends; of the log's end something stays known. */
export function cut(state: Timeline, from: number, to: number): Timeline {
  const older = state.rows.slice(0, from).some(isMessage) ? 'more' : state.older
  const rows = state.rows.slice(from, to)
  const dropped = state.rows.slice(to)
  if (!rows.some(isMessage)) return state
  const kept = from > 0 ? begun(rows) : rows
  if (!dropped.some(isMessage)) return { ...state, older, rows: [...kept, ...dropped] }
  return { ...state, older, newer: 'more', rows: kept, tail: state.newer === 'none' ? newest(dropped) : state.tail }
}

/** The end of the log takes the place of what was read. */
export function toEnd(state: Timeline): Timeline {
  return state.newer === 'none' ? state : { ...state, older: 'more', newer: 'none', rows: state.tail, tail: [] }
}
