import type { User } from '../protocol/records.ts'
import type { NoticeRow, Row, Timeline } from './timeline-state.ts'

/** Names that one notice keeps of each kind. */
export const NOTICE_USERS = 200

const without = (users: readonly User[], gone: readonly User[]) =>
  users.filter(user => !gone.some(each => each.id === user.id))

/** Who came and went between two messages is one notice; who did both is not told. */
export function foldNotice(
  state: Timeline,
  change: { joined: readonly User[]; left: readonly User[]; at: number },
): Timeline {
  if (!state.ready || change.joined.length + change.left.length === 0) return state
  // Who comes and goes now belongs to the end of the log
  const end = state.newer === 'none' ? 'rows' : 'tail'
  const last = state[end].at(-1)
  const open: NoticeRow | undefined = last?.kind === 'notice' ? last : undefined
  const before = open ?? { joined: [], left: [] }
  const joined = [...without(before.joined, change.left), ...without(change.joined, [...before.left, ...before.joined])]
  const left = [...without(before.left, change.joined), ...without(change.left, [...before.joined, ...before.left])]
  const notice: Row = {
    kind: 'notice',
    id: open?.id ?? state.notices + 1,
    at: change.at,
    joined: joined.slice(0, NOTICE_USERS),
    left: left.slice(0, NOTICE_USERS),
  }
  const rows = open ? state[end].slice(0, -1) : [...state[end]]
  if (notice.joined.length + notice.left.length > 0) rows.push(notice)
  return { ...state, [end]: rows, notices: Math.max(state.notices, notice.id) }
}
