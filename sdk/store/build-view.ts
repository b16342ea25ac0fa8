import type { ConnectionState } from '../connection/state.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { User } from '../protocol/records.ts'
import { writtenOf } from './drafts-of.ts'
import { grouping } from './grouping.ts'
import { peopleView, type RosterState } from './roster.ts'
import { same } from './same.ts'
import type { Timeline } from './timeline-state.ts'
import type { LoginView, ViewModel } from './view-model.ts'

/** What a room store holds; the view-model follows from it. */
export interface StoreState {
  screen: ViewModel['screen']
  room: string
  me: User | undefined
  connection: ConnectionState
  news: ViewModel['news']
  refused: ChatError | undefined
  login: LoginView
  timeline: Timeline
  roster: RosterState
  typing: readonly User[]
  limit: number
}

const NOBODY: ViewModel['people'] = { count: 0, users: [], more: false, loading: false }

/** State to view-model; parts that did not change are those of `before`. */
export function buildView(
  state: StoreState,
  collator: () => Pick<Intl.Collator, 'compare'>,
  before?: { state: StoreState; view: ViewModel },
): { state: StoreState; view: ViewModel } {
  const { timeline, roster, limit, ...shown } = state
  const { me, screen, connection, refused } = shown
  const old = before?.view
  const fresh = (part: 'timeline' | 'roster') => before?.state[part] !== state[part] || before?.state.me !== me
  const online = connection.status === 'online'
  const drafts = writtenOf(timeline, me)
  const failed = drafts.filter(draft => draft.error).length
  const queued = online ? 0 : drafts.length - failed
  const enabled = screen !== 'login' && !refused && connection.status !== 'closed'
  const items = old && !fresh('timeline') ? old.log.items : grouping(timeline, me, old?.log.items ?? [])
  const people = old && !fresh('roster') ? old.people : peopleView(roster, me, collator, old?.people ?? NOBODY)
  const { older, newer } = timeline
  const view: ViewModel = {
    ...shown,
    people,
    log: same({ items, older, newer, stale: timeline.stale?.below, ready: timeline.ready }, old?.log),
    composer: same({ enabled, queued, failed, limit }, old?.composer),
  }
  return { state, view: same(view, old) }
}
