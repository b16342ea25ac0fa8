import type { Message } from '../protocol/records.ts'
import { type Fetched, firstSeq, type HoleRow, type PageEvent, type Row, type Timeline } from './timeline-state.ts'

const asRows = (messages: readonly Message[]): Row[] => messages.map(message => ({ kind: 'message', message }))

/** Messages with `after < seq < before`, in order, each once. */
function within(messages: readonly Message[], after: number, before: number): Message[] {
  const bySeq = new Map<number, Message>()
  for (const message of messages) if (message.seq > after && message.seq < before) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** Puts the newer version of messages into the rows that show them. */
function refresh(rows: readonly Row[], messages: readonly Message[]): readonly Row[] {
  const bySeq = new Map(messages.map(message => [message.seq, message]))
  const changed = (row: Row): Message | undefined => {
    if (row.kind !== 'message') return undefined
    const now = bySeq.get(row.message.seq)
    return now && (now.text !== row.message.text || now.deleted !== row.message.deleted) ? now : undefined
  }
  if (!rows.some(changed)) return rows
  return rows.map(row => {
    const message = changed(row)
    return message ? { kind: 'message', message } : row
  })
}

/** The room starts anew from its newest page; what was shown goes, or stays above a hole. */
export function applyPage(state: Timeline, page: PageEvent): Timeline {
  const kept = page.keep && state.ready ? state : undefined
  const fresh = within(page.messages, kept?.head ?? 0, Number.POSITIVE_INFINITY)
  const head = Math.max(kept?.head ?? 0, ...fresh.map(message => message.seq))
  if (!kept || firstSeq(kept.rows) === 0) {
    const older = page.more ? 'more' : 'none'
    return { ...state, ready: true, epoch: page.epoch, head, older, rows: asRows(fresh) }
  }
  const start = Math.min(...page.messages.map(message => message.seq))
  const hole: Row[] =
    page.more && start > kept.head + 1 && fresh.length > 0
      ? [{ kind: 'hole', after: kept.head, before: start, loading: false }]
      : []
  const rows = [...refresh(kept.rows, page.messages), ...hole, ...asRows(fresh)]
  return { ...kept, head, rows }
}

/** Older history above everything that is shown. */
export function applyOlder(state: Timeline, before: number, fetched: Fetched): Timeline {
  if (fetched === 'asked') return { ...state, older: 'loading' }
  if (state.older !== 'loading') return state
  if (fetched === 'failed') return { ...state, older: 'failed' }
  // The top of the log has moved since it was asked for
  if (firstSeq(state.rows) !== before || fetched.epoch !== state.epoch) return { ...state, older: 'more' }
  const older = within(fetched.messages, 0, before || Number.POSITIVE_INFINITY)
  const more = fetched.more && older.length > 0
  const head = Math.max(state.head, older.at(-1)?.seq ?? 0)
  return { ...state, head, older: more ? 'more' : 'none', rows: [...asRows(older), ...state.rows] }
}

/** Messages for the lower end of a hole, which closes when nothing is missing any more. */
export function applyFill(state: Timeline, before: number, fetched: Fetched): Timeline {
  const at = state.rows.findIndex(row => row.kind === 'hole' && row.before === before)
  const hole = state.rows[at]
  if (hole?.kind !== 'hole') return state
  const filled: Row[] = []
  if (fetched === 'asked' || fetched === 'failed') {
    filled.push({ ...hole, loading: fetched === 'asked' })
  } else if (fetched.epoch !== state.epoch) {
    filled.push({ ...hole, loading: false })
  } else {
    const messages = within(fetched.messages, hole.after, before)
    const first = messages[0]?.seq ?? 0
    const reached = fetched.messages.some(message => message.seq <= hole.after + 1)
    if (fetched.more && first > 0 && !reached) {
      filled.push({ kind: 'hole', after: hole.after, before: first, loading: false } satisfies HoleRow)
    }
    filled.push(...asRows(messages))
  }
  return { ...state, rows: [...state.rows.slice(0, at), ...filled, ...state.rows.slice(at + 1)] }
}
