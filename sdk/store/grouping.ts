import { isForeign } from '../client/person.ts'
import type { User } from '../protocol/records.ts'
import type { DraftRow, Timeline } from './timeline-state.ts'
import type { Delivery, LogItem } from './view-model.ts'

/** How long one author's run may pause, in ms. */
export const RUN_MS = 5 * 60_000

type MessageItem = Extract<LogItem, { kind: 'message' }>

const SENT: Delivery = { status: 'sent' }
const SENDING: Delivery = { status: 'sending' }

/** The earlier of two objects when their content is the same. */
export function same<T extends object>(now: T, before: object | undefined): T {
  if (!before) return now
  for (const key in now) if (before[key as never] !== now[key]) return now
  return before as T
}

function draftItem(draft: DraftRow, me: User, at: number): MessageItem {
  const delivery: Delivery = draft.error ? { status: 'failed', error: draft.error } : SENDING
  const { cid, text } = draft
  const fixed = { kind: 'message', deleted: false, first: true, last: true, own: true } as const
  return { ...fixed, key: `c:${cid}`, seq: 0, cid, text, user: me, sentAt: Math.max(draft.createdAt, at), delivery }
}

/** The drafts that are not another person's. */
export const draftsOf = ({ drafts }: Timeline, me: User | undefined): readonly DraftRow[] =>
  drafts.filter(draft => !isForeign(draft, me))

/** The rows of the screen: days, runs of one author, own drafts at the end of the log. Unchanged rows keep their identity. */
export function grouping(state: Timeline, me: User | undefined, before: readonly LogItem[]): readonly LogItem[] {
  const known = new Map(before.map(item => [item.key, item]))
  const items: LogItem[] = []
  const keys = new Set<string>()
  let run: MessageItem | undefined
  let lastAt = 0
  let day: { from: number; to: number } | undefined

  const unique = (key: string, otherwise: string) => {
    const free = keys.has(key) ? otherwise : key
    keys.add(free)
    return free
  }
  const endRun = () => {
    if (run) items[items.length - 1] = same(run, known.get(run.key))
    run = undefined
  }
  /** The divider of the day that a row falls on, unless it stands there. */
  const addDay = (at: number, row: string) => {
    lastAt = at
    if (day && at >= day.from && at < day.to) return
    endRun()
    day = { from: new Date(at).setHours(0, 0, 0, 0), to: new Date(at).setHours(24, 0, 0, 0) }
    const key = unique(`d:${day.from}`, `d:${row}`)
    items.push(same({ kind: 'day', key, at: day.from }, known.get(key)))
  }
  const add = (item: MessageItem) => {
    const { sentAt } = item
    addDay(sentAt, item.key)
    const goesOn = run !== undefined && run.user.id === item.user.id && sentAt - run.sentAt < RUN_MS
    if (goesOn && run) run.last = false
    endRun()
    item.first = !goesOn
    run = item
    items.push(item)
  }

  // Not by `entries`, which old libraries replace
  let count = 0
  for (const row of state.rows) {
    count++
    if (row.kind === 'message') {
      const { cid, seq, user, text, sentAt, deleted } = row.message
      const own = user.id === me?.id
      const key = unique(own ? `c:${cid}` : `m:${seq}`, `m:${seq}`)
      const flags = { own, deleted: deleted === true, first: true, last: true, delivery: SENT }
      add({ kind: 'message', key, seq, cid, user, text, sentAt, ...flags })
    } else {
      endRun()
      const item: LogItem = { kind: 'notice', key: `n:${row.id}`, at: row.at, joined: row.joined, left: row.left }
      // It has the time of this machine's clock; the messages around it have the server's, and it lies between them
      const next = state.rows[count]
      const until = next?.kind === 'message' ? next.message.sentAt : Number.POSITIVE_INFINITY
      addDay(Math.min(Math.max(row.at, lastAt), until), item.key)
      items.push(same(item, known.get(item.key)))
    }
  }
  // What was just written belongs to the end of the log
  const drafts = me && state.newer === 'none' ? draftsOf(state, me) : []
  if (me) for (const draft of drafts) if (!keys.has(`c:${draft.cid}`)) add(draftItem(draft, me, lastAt))
  endRun()
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items
}
