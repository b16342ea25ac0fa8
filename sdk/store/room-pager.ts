import type { HistoryQuery, Room } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { HistoryReply } from '../protocol/replies.ts'
import type { RosterEvent } from './roster.ts'
import { keptPlaces } from './timeline-changes.ts'
import { type ChangesFetched, firstSeq, lastSeq, type Timeline, type TimelineEvent } from './timeline-state.ts'

export interface PagerTarget {
  log(event: TimelineEvent): void
  people(event: RosterEvent): void
  timeline(): Timeline
  /** Where the next page of people begins, how many are known, and whether there are more. */
  known(): { next: string | undefined; users: number; more: boolean }
  readonly clock: Clock
}

/** Asks for what is above the rows. */
export async function pageOlder(room: Room, target: PagerTarget): Promise<void> {
  const before = firstSeq(target.timeline().rows)
  target.log({ type: 'older', before, fetched: 'asked' })
  try {
    target.log({ type: 'older', before, fetched: await history(room, target, before > 0 ? { before } : {}) })
  } catch {
    target.log({ type: 'older', before, fetched: 'failed' })
  }
}

/** Messages in a page below the reader; all its rows are drawn in one frame. */
const NEWER = 50

/** Asks for what is below the rows; `limit`: messages in a page of the server. */
export async function pageNewer(room: Room, target: PagerTarget, limit: number): Promise<void> {
  const after = lastSeq(target.timeline().rows)
  target.log({ type: 'newer', after, before: after, fetched: 'asked' })
  // The end of the log may be known here
  if (target.timeline().newer !== 'loading') return
  try {
    target.log({ type: 'newer', after, ...(await between(room, target, after, Math.min(NEWER, limit))) })
  } catch {
    target.log({ type: 'newer', after, before: after, fetched: 'failed' })
  }
}

/**
 * The first page above `after`. The server pages back from a bound, so a page that ends early, because its texts are
 * long, is asked for again with less in it; where retention left nothing, the bound moves on.
 */
async function between(
  room: Room,
  target: PagerTarget,
  after: number,
  limit: number,
): Promise<{ before: number; fetched: HistoryReply }> {
  let floor = after
  let span = limit
  for (;;) {
    const before = floor + 1 + span
    const fetched = await history(room, target, { before, limit: span })
    const { messages, more } = fetched
    const empty = (messages.at(-1)?.seq ?? 0) <= floor
    const whole = !more || (messages[0]?.seq ?? 0) <= floor + 1
    if (empty ? before > target.timeline().head : whole) return { before, fetched }
    if (empty) {
      floor = before - 1
      span *= 2
    } else span = Math.max(1, Math.min(span - 1, messages.length))
  }
}

/** Asks what became of the rows that were kept over an absence, which may be long. */
export async function pageChanges(room: Room, target: PagerTarget): Promise<void> {
  const found = target.timeline().stale
  if (!found || found.asked) return
  target.log({ type: 'changes', stale: found, fetched: 'asked' })
  const { stale } = target.timeline()
  if (!stale) return
  const tell = (fetched: ChangesFetched) => target.log({ type: 'changes', stale, fetched })
  const { since } = stale
  try {
    for (const { from, to } of keptPlaces(target.timeline(), stale)) {
      let after: number | undefined
      do {
        const query = { since, from, to, after }
        const reply = await patiently(target, PAUSE_MS, () => room.changes(query))
        if (reply.trimmed) return tell('gone')
        tell(reply)
        after = reply.next
      } while (after !== undefined)
    }
    tell('current')
  } catch (error) {
    const { code } = error as ChatError
    // The next join asks again; a server that knows no changes has none
    const isAskedAgain = code === 'offline' || code === 'not_joined'
    tell(isAskedAgain ? 'failed' : code === 'bad_request' ? 'current' : 'gone')
  }
}

const TRIES = 5
const PAUSE_MS = 2_000

function history(room: Room, target: PagerTarget, query: HistoryQuery): Promise<HistoryReply> {
  return patiently(target, 0, () => room.history(query))
}

/** A server that is asked too fast says when it will answer; `pause`: how long to wait where it does not, 0: not at all. */
async function patiently<T>({ clock }: PagerTarget, pause: number, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      const { code, retryable, retryAfterMs } = error as ChatError
      const wait = retryAfterMs ?? (retryable && code !== 'offline' ? pause : 0)
      if (!wait || tries === TRIES) throw error
      await new Promise<void>(resolve => clock.after(wait, resolve))
    }
  }
}

/** Asks for people of a large room until somebody new is known or nobody is left. */
export async function pagePeople(room: Room, target: PagerTarget): Promise<void> {
  const before = target.known().users
  try {
    do {
      const after = target.known().next
      target.people({ type: 'users', fetched: 'asked' })
      target.people({ type: 'users', fetched: await room.users(after === undefined ? {} : { after }) })
      // The first page may hold nothing but what the join brought
    } while (target.known().more && target.known().users <= before)
  } catch {
    target.people({ type: 'users', fetched: 'failed' })
  }
}
