import type { RoomInfo, RoomRights } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { User } from '../protocol/records.ts'
import { writtenOf } from './drafts-of.ts'
import { grouping } from './grouping.ts'
import { peopleView, type RosterState } from './roster.ts'
import { same } from './same.ts'
import type { Timeline } from './timeline-state.ts'
import type { ClientView, ViewModel } from './view-model.ts'

/** What a room store holds; with the client's part the view-model follows from it. */
export interface RoomState {
  room: string
  rights: RoomRights
  info: RoomInfo
  refused: ChatError | undefined
  timeline: Timeline
  roster: RosterState
  typing: readonly User[]
}

const NOBODY: ViewModel['people'] = { count: 0, users: [], more: false, loading: false }

/** State to view-model; parts that did not change are those of `before`. `limit`: of a message, in code points. */
export function buildView(
  state: RoomState,
  client: ClientView,
  limit: number,
  collator: () => Pick<Intl.Collator, 'compare'>,
  before?: { state: RoomState; view: ViewModel },
): ViewModel {
  const { timeline, roster, ...shown } = state
  const { me, former, screen, connection } = client
  const old = before?.view
  const fresh = (part: 'timeline' | 'roster') =>
    before?.state[part] !== state[part] || old?.me !== me || old?.former !== former
  const online = connection.status === 'online'
  const drafts = writtenOf(timeline, me)
  const failed = drafts.filter(draft => draft.error).length
  const queued = online ? 0 : drafts.length - failed
  const enabled = screen !== 'login' && !shown.refused && connection.status !== 'closed'
  const items = old && !fresh('timeline') ? old.log.items : grouping(timeline, me, old?.log.items ?? [], former)
  const people = old && !fresh('roster') ? old.people : peopleView(roster, me, collator, old?.people ?? NOBODY)
  const { older, newer } = timeline
  const view: ViewModel = {
    ...client,
    ...shown,
    // where nobody can log in here it is said why nobody is
    refused: shown.refused ?? (client.site && !me && 'error' in connection ? connection.error : undefined),
    people,
    log: same(
      { items, older, newer, stale: timeline.stale?.own ? undefined : timeline.stale?.below, ready: timeline.ready },
      old?.log,
    ),
    composer: same({ enabled, queued, failed, limit }, old?.composer),
  }
  return same(view, old)
}
