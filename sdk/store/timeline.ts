import type { Message } from '../protocol/records.ts'
import { foldNotice } from './notice.ts'
import { applyChange, applyChanges, doubtOwn } from './timeline-changes.ts'
import { applyNewer, applyOlder, applyPage } from './timeline-pages.ts'
import type { DraftRow, Fetched, Row, Timeline, TimelineEvent } from './timeline-state.ts'
import { append, cut, toEnd } from './timeline-window.ts'

/** Leaves out drafts whose message is shown, or lies in a part of the log that is not. */
function settle(state: Timeline, arrived: (cid: string, seq?: number) => boolean): Timeline {
  const open = (draft: DraftRow) =>
    !arrived(draft.cid, draft.seq) && !(draft.seq !== undefined && draft.seq <= state.head)
  return state.drafts.every(open) ? state : { ...state, drafts: state.drafts.filter(open) }
}

function among(messages: readonly Message[]): (cid: string) => boolean {
  const cids = new Set(messages.map(message => message.cid))
  return cid => cids.has(cid)
}

/** Only those that the log has come to: what lies beyond its head comes by itself, and is shown then. */
const messagesOf = (fetched: Fetched, { head }: Timeline) =>
  typeof fetched === 'string' ? [] : fetched.messages.filter(message => message.seq <= head)

/** `ahead`: the cids of those that go before it; undefined: it stays where it is. */
function applyDraft(state: Timeline, draft: DraftRow, ahead?: readonly string[]): Timeline {
  const isDraft = (each: DraftRow) => each.cid === draft.cid
  const others = state.drafts.filter(each => !isDraft(each))
  const before = (each: DraftRow) => each.seq !== undefined || ahead?.includes(each.cid) === true
  const known = state.drafts.findIndex(isDraft)
  const stays = known < 0 ? others.length : known
  const at = ahead ? others.map(before).lastIndexOf(true) + 1 : stays
  const drafts = [...others.slice(0, at), draft, ...others.slice(at)]
  const shown = (row: Row) => row.kind === 'message' && row.message.cid === draft.cid
  const arrived = state.rows.some(shown) || state.tail.some(shown)
  return settle({ ...state, drafts }, cid => arrived && cid === draft.cid)
}

/** One step of the fold: pages, messages, changes, drafts, comings and goings become one ordered log. */
export function timeline(state: Timeline, event: TimelineEvent): Timeline {
  switch (event.type) {
    case 'page': {
      const shown = among(event.messages)
      // a seq of another epoch says nothing in this one
      return settle(applyPage(state, event), (cid, seq) => shown(cid) || (seq !== undefined && !event.keep))
    }
    case 'message': {
      const { message } = event
      if (message.seq <= state.head) return state
      return settle(append(state, message.seq, [{ kind: 'message', message }]), cid => cid === message.cid)
    }
    case 'change':
      return event.event.seq <= state.head ? state : settle(applyChange(state, event.event, event.me), () => false)
    case 'changes':
      return applyChanges(state, event.stale, event.fetched)
    case 'reader':
      return doubtOwn(state)
    case 'draft':
      return applyDraft(state, event.draft, event.ahead)
    case 'discarded':
      return { ...state, drafts: state.drafts.filter(draft => draft.cid !== event.cid) }
    case 'presence':
      return foldNotice(state, event)
    case 'older': {
      const next = applyOlder(state, event.before, event.fetched)
      return settle(next, among(messagesOf(event.fetched, next)))
    }
    case 'newer': {
      const next = applyNewer(state, event.after, event.before, event.fetched)
      return settle(next, among(messagesOf(event.fetched, next)))
    }
    case 'moved':
      return settle(event.to(state), among(event.messages))
    case 'cut':
      return cut(state, event.from, event.to)
    case 'end':
      return toEnd(state)
  }
}
