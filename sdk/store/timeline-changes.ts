import { applyEvent } from '../protocol/apply-event.ts'
import type { ChangeEvent } from '../protocol/events.ts'
import type { Message } from '../protocol/records.ts'
import { type ChangesFetched, firstSeq, lastSeq, type Row, type Stale, type Timeline } from './timeline-state.ts'

/** The rows with what is different by now in the places of what was; `asOf`: as of which seq that stands. */
export function refresh(rows: readonly Row[], messages: readonly Message[], asOf: number): readonly Row[] {
  const bySeq = new Map(messages.map(message => [message.seq, message]))
  return eachMessage(rows, row => {
    const now = bySeq.get(row.message.seq)
    return now && differs(now, row.message) ? { ...row, message: now, asOf } : row
  })
}

/** What an event changes: its message, and what quotes it. */
export function applyChange(state: Timeline, event: ChangeEvent, me: string | undefined): Timeline {
  const fold = (rows: readonly Row[]) =>
    eachMessage(rows, row => {
      const message = applyEvent(row.message, event, me, row.asOf)
      return message === row.message ? row : { ...row, message }
    })
  return { ...state, head: event.seq, rows: fold(state.rows), tail: fold(state.tail) }
}

/** The places of messages that were kept over an absence. */
export function keptPlaces({ rows, tail }: Timeline, { below }: Stale): { from: number; to: number }[] {
  const places = [rows, tail].map(part => ({ from: firstSeq(part), to: Math.min(lastSeq(part), below - 1) }))
  return places.filter(({ from, to }) => from > 0 && from <= to)
}

/** What was kept over an absence is asked about, comes, or is found to be of no use. */
export function applyChanges(state: Timeline, stale: Stale, fetched: ChangesFetched): Timeline {
  // what is kept was let go of, or is another one since
  if (state.stale !== stale) return state
  switch (fetched) {
    case 'asked':
      return { ...state, stale: { ...stale, asked: true } }
    case 'failed':
      return { ...state, stale: { ...stale, asked: false } }
    case 'current':
      return { ...state, stale: undefined }
    case 'gone':
      return dropKept(state, stale)
    default: {
      const { messages, seq } = fetched
      return { ...state, rows: refresh(state.rows, messages, seq), tail: refresh(state.tail, messages, seq) }
    }
  }
}

/** What the reader chose of all that is held has to be asked. */
export function doubtOwn(state: Timeline): Timeline {
  const stale = { since: 0, below: state.head + 1, asked: false } as const
  return state.ready ? { ...state, stale: state.stale ? { ...state.stale, ...stale } : { ...stale, own: true } } : state
}

/** Only what came with the page that the room went on from remains, and what came after it. */
function dropKept(state: Timeline, { below }: Stale): Timeline {
  const end = state.newer === 'none' ? state.rows : state.tail
  const at = end.findIndex(row => row.kind === 'message' && row.message.seq >= below)
  const rows = at < 0 ? [] : end.slice(at)
  return { ...state, stale: undefined, older: 'more', newer: 'none', rows, tail: [] }
}

type MessageRow = Extract<Row, { kind: 'message' }>

/** The same array when every row stays the same. */
function eachMessage(rows: readonly Row[], change: (row: MessageRow) => MessageRow): readonly Row[] {
  const after = rows.map(row => (row.kind === 'message' ? change(row) : row))
  return after.some((row, at) => row !== rows[at]) ? after : rows
}

/** Where anything ever changed `rev` does not tell: a row that missed changes has that of the next one that came. */
const differs = (now: Message, was: Message) =>
  now.rev !== undefined ||
  was.rev !== undefined ||
  now.text !== was.text ||
  now.deleted !== was.deleted ||
  now.replyTo?.text !== was.replyTo?.text ||
  now.replyTo?.deleted !== was.replyTo?.deleted
