import type { Message } from '../protocol/records.ts'
import { refresh } from './timeline-changes.ts'
import {
  type Fetched,
  firstSeq,
  lastSeq,
  type PageEvent,
  type Row,
  type Stale,
  type Timeline,
} from './timeline-state.ts'
import { append } from './timeline-window.ts'

const asRows = (messages: readonly Message[], asOf = 0): Row[] =>
  messages.map(message => ({ kind: 'message', message, asOf }))

/** Messages with `after < seq < before`, in order, each once. */
function within(messages: readonly Message[], after: number, before: number): Message[] {
  const bySeq = new Map<number, Message>()
  for (const message of messages) if (message.seq > after && message.seq < before) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** The room goes on from its newest page: what is read stays where that is still true, and the page is the log's end. */
export function applyPage(state: Timeline, page: PageEvent): Timeline {
  const kept = page.keep && state.ready ? state : undefined
  // where nothing is held the whole page is new, also what lies before the head
  const isWhole = !kept || firstSeq(kept.rows) === 0
  const fresh = within(page.messages, isWhole ? 0 : kept.head, Number.POSITIVE_INFINITY)
  const seq = page.seq ?? 0
  const head = Math.max(kept?.head ?? 0, seq, ...fresh.map(message => message.seq))
  const added = asRows(fresh, seq)
  if (isWhole) {
    const start = { ready: true, epoch: page.epoch, older: page.more ? 'more' : 'none', newer: 'none' } as const
    return { ...state, ...start, head, stale: undefined, tail: [], rows: added }
  }
  const rows = refresh(kept.rows, page.messages, seq)
  const tail = refresh(kept.tail, page.messages, seq)
  const start = Math.min(...page.messages.map(message => message.seq))
  const now = { ...kept, rows, tail, stale: staleAfter(kept, seq, start) }
  const missed = page.more && start > kept.head + 1 && fresh.length > 0
  if (!missed) return append(now, head, added)
  return { ...now, head, newer: kept.newer === 'none' ? 'more' : kept.newer, tail: added }
}

/** What a page that begins at `start` leaves in doubt of the rows that were there. */
function staleAfter({ rows, tail, head, stale }: Timeline, seq: number, start: number): Stale | undefined {
  const since = stale?.since ?? head
  const first = Math.min(...[rows, tail].map(firstSeq).filter(each => each > 0))
  return seq > since && first < start ? { since, below: Math.min(start, seq + 1), asked: false } : undefined
}

/** Older history above everything that is read. */
export function applyOlder(state: Timeline, before: number, fetched: Fetched): Timeline {
  if (fetched === 'asked') return { ...state, older: 'loading' }
  if (state.older !== 'loading') return state
  if (fetched === 'failed') return { ...state, older: 'failed' }
  // The top of the log has moved since it was asked for
  if (firstSeq(state.rows) !== before || fetched.epoch !== state.epoch) return { ...state, older: 'more' }
  const older = within(fetched.messages, 0, before || Number.POSITIVE_INFINITY)
  const more = fetched.more && older.length > 0
  const head = Math.max(state.head, older.at(-1)?.seq ?? 0)
  return { ...state, head, older: more ? 'more' : 'none', rows: [...asRows(older, fetched.seq), ...state.rows] }
}

/** Newer history below everything that is read, which goes on with the end of the log when it touches it. */
export function applyNewer(state: Timeline, after: number, before: number, fetched: Fetched): Timeline {
  if (state.newer === 'none') return state
  if (fetched === 'asked') return joined({ ...state, newer: 'loading' }, after + 1)
  if (state.newer !== 'loading') return state
  if (fetched === 'failed') return { ...state, newer: 'failed' }
  // The bottom of what is read has moved since it was asked for
  if (lastSeq(state.rows) !== after || fetched.epoch !== state.epoch) return { ...state, newer: 'more' }
  const messages = within(fetched.messages, after, Math.min(before, firstSeq(state.tail)))
  const newer = asRows(messages, fetched.seq)
  return joined({ ...state, newer: 'more', rows: [...state.rows, ...newer] }, before)
}

/** Everything below the seq `known` is in the rows. */
function joined(state: Timeline, known: number): Timeline {
  if (known < firstSeq(state.tail)) return state
  return { ...state, newer: 'none', rows: [...state.rows, ...state.tail], tail: [] }
}
