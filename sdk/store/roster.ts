import type { User } from '../protocol/records.ts'
import type { UsersReply } from '../protocol/replies.ts'
import { same } from './same.ts'
import type { PeopleView } from './view-model.ts'

/** Names that the list of a large room holds at most. */
export const ROSTER_USERS = 5_000

/** Who is known to be in a room. */
export interface RosterState {
  count: number
  complete: boolean
  /** What the presence events know. */
  users: readonly User[]
  /** What was paged to in a large room. */
  paged: readonly User[]
  /** Where the next page begins; undefined before the first. */
  next: string | undefined
  /** The last page was the end. */
  ended: boolean
  loading: boolean
}

export type RosterEvent =
  | { type: 'members'; count: number; complete: boolean; users: readonly User[]; left: readonly User[] }
  /** The room was joined anew: what was paged to may be gone. */
  | { type: 'rejoined' }
  | { type: 'users'; fetched: UsersReply | 'asked' | 'failed' }

export const EMPTY_ROSTER: RosterState = {
  count: 0,
  complete: true,
  users: [],
  paged: [],
  next: undefined,
  ended: false,
  loading: false,
}

const FORGOTTEN = { paged: [], next: undefined, ended: false, loading: false }

function applyUsers(state: RosterState, fetched: UsersReply | 'asked' | 'failed'): RosterState {
  if (fetched === 'asked') return { ...state, loading: true }
  if (!state.loading) return state
  if (fetched === 'failed') return { ...state, loading: false }
  const paged = merged(state.paged, fetched.users).slice(0, ROSTER_USERS)
  const ended = fetched.next === undefined || paged.length >= ROSTER_USERS
  return { ...state, paged, next: fetched.next, ended, count: fetched.count, loading: false }
}

/** Both lists, each user once. */
function merged(a: readonly User[], b: readonly User[]): readonly User[] {
  return [...new Map([...a, ...b].map(user => [user.id, user])).values()]
}

export function roster(state: RosterState, event: RosterEvent): RosterState {
  switch (event.type) {
    case 'members': {
      const { count, complete, users } = event
      if (complete) return { ...state, ...FORGOTTEN, count, complete, users }
      const gone = new Set(event.left.map(user => user.id))
      const paged = gone.size > 0 ? state.paged.filter(user => !gone.has(user.id)) : state.paged
      return { ...state, count, complete, users, paged }
    }
    case 'rejoined':
      return { ...state, ...FORGOTTEN }
    case 'users':
      return applyUsers(state, event.fetched)
  }
}

const isAsBefore = ({ id, name, picture }: User, before: User | undefined) =>
  before?.id === id && before.name === name && before.picture === picture

/** The list as it is shown: this user first, then by name. */
export function peopleView(
  state: RosterState,
  me: User | undefined,
  collator: () => Pick<Intl.Collator, 'compare'>,
  before: PeopleView,
): PeopleView {
  const users = state.complete ? state.users : merged(state.users, state.paged)
  const rank = (user: User) => (user.id === me?.id ? 0 : 1)
  const sorted = [...users].sort((a, b) => rank(a) - rank(b) || collator().compare(a.name, b.name))
  const unchanged =
    sorted.length === before.users.length && sorted.every((user, i) => isAsBefore(user, before.users[i]))
  const { count, complete, ended, loading } = state
  const more = !complete && !ended && sorted.length < count
  return same({ count, users: unchanged ? before.users : sorted, more, loading }, before)
}
