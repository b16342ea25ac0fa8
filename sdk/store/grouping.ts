import { isOwn } from '../client/person.ts'
import type { User } from '../protocol/records.ts'
import { draftsOf } from './drafts-of.ts'
import { draftItem, messageItem } from './message-item.ts'
import { same } from './same.ts'
import type { Timeline } from './timeline-state.ts'
import type { LogItem, MessageItem } from './view-model.ts'

/** How long one author's run may pause, in ms. */
export const RUN_MS = 5 * 60_000

/** The rows of the screen, for `me`, who was the guest `former` before: days, runs of one author, own drafts at the end of the log. Unchanged rows keep their identity. */
export function grouping(
  state: Timeline,
  me: User | undefined,
  before: readonly LogItem[],
  former?: string,
): readonly LogItem[] {
  const reader = { user: me, guestId: former }
  const asItem = messageItem(state, reader)
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
    const goesOn =
      run !== undefined && (run.user.id === item.user.id || (run.own && item.own)) && sentAt - run.sentAt < RUN_MS
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
      const { seq, cid, user } = row.message
      const key = unique(isOwn(user, reader) ? `c:${cid}` : `m:${seq}`, `m:${seq}`)
      add(asItem(row.message, key, known.get(key)))
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
  if (me) for (const draft of drafts) if (!keys.has(`c:${draft.cid}`)) add(draftItem(draft, me, state, lastAt))
  endRun()
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items
}
