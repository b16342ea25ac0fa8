import type { Draft, Room } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { User } from '../protocol/records.ts'
import type { RosterEvent } from './roster.ts'
import type { DraftRow, TimelineEvent } from './timeline-state.ts'

export interface RoomFollower {
  log(event: TimelineEvent): void
  people(event: RosterEvent): void
  refused(error: ChatError | undefined): void
  typing(users: readonly User[]): void
  /** Now, in ms since the Unix epoch. */
  now(): number
  /** Whose comings and goings are not told. */
  me(): User | undefined
}

function asRow({ cid, text, createdAt, user, name, state }: Draft): DraftRow {
  const row = { cid, text, createdAt, user, name }
  return state.status === 'sent'
    ? { ...row, seq: state.seq }
    : { ...row, error: state.status === 'failed' ? state.error : undefined }
}

/** Turns a room's events into steps of the folds; returns what ends it. */
export function followRoom(room: Room, to: RoomFollower): () => void {
  for (const draft of room.drafts) to.log({ type: 'draft', draft: asRow(draft) })
  const undo = [
    room.on('state', state => {
      to.refused(state.status === 'refused' ? state.error : undefined)
      if (state.status === 'joined') to.people({ type: 'rejoined' })
    }),
    room.on('page', page => to.log({ type: 'page', ...page })),
    room.on('message', ({ message }) => to.log({ type: 'message', message })),
    room.on('draft', draft => to.log({ type: 'draft', draft: asRow(draft) })),
    room.on('discarded', draft => to.log({ type: 'discarded', cid: draft.cid })),
    room.on('typing', users => to.typing(users)),
    room.on('members', ({ joined, left, ...members }) => {
      to.people({ type: 'members', left, ...members })
      const others = (users: readonly User[]) => users.filter(user => user.id !== to.me()?.id)
      to.log({ type: 'presence', joined: others(joined), left: others(left), at: to.now() })
    }),
  ]
  return () => {
    for (const end of undo) end()
  }
}
