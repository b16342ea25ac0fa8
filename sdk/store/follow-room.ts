import { isOwn, type Me, readerOf } from '../client/person.ts'
import type { Draft, Room, RoomInfo, RoomRights } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { User } from '../protocol/records.ts'
import type { RosterEvent } from './roster.ts'
import type { DraftRow, TimelineEvent } from './timeline-state.ts'

export interface RoomFollower {
  log(event: TimelineEvent): void
  people(event: RosterEvent): void
  refused(error: ChatError | undefined): void
  /** A change that has no words of its own, such as a reaction, was refused. */
  failed(error: ChatError): void
  /** The room is joined, again. */
  joined(): void
  typing(users: readonly User[]): void
  rights(rights: RoomRights): void
  info(info: RoomInfo): void
  /** Now, in ms since the Unix epoch. */
  now(): number
  /** Whose view it is; their own comings and goings are not told. */
  client: Me
}

function asRow({ cid, text, request, createdAt, user, name, state }: Draft): DraftRow {
  const what = request.type === 'send_message' ? { text, replyTo: request.replyTo } : { text, change: request }
  const row = { cid, ...what, createdAt, user, name }
  return state.status === 'sent'
    ? { ...row, seq: state.seq }
    : { ...row, error: state.status === 'failed' ? state.error : undefined }
}

/** A change without words that was refused is nothing any more, and of what waits for a moderator the room's info tells. */
function draftEvent(draft: Draft, { drafts }: Room): TimelineEvent {
  const { status } = draft.state
  if (status === 'held' || (status === 'failed' && draft.text === '')) return { type: 'discarded', cid: draft.cid }
  const cids = drafts.map(({ cid }) => cid)
  const at = cids.indexOf(draft.cid)
  return { type: 'draft', draft: asRow(draft), ahead: at < 0 ? undefined : cids.slice(0, at) }
}

/** Turns a room's events into steps of the folds; returns what ends it. */
export function followRoom(room: Room, to: RoomFollower): () => void {
  for (const draft of room.drafts) to.log(draftEvent(draft, room))
  const undo = [
    room.on('state', state => {
      to.refused(state.status === 'refused' ? state.error : undefined)
      if (state.status === 'joined') {
        to.people({ type: 'rejoined' })
        to.joined()
      }
    }),
    room.on('page', page => to.log({ type: 'page', ...page })),
    room.on('message', ({ message }) => to.log({ type: 'message', message })),
    room.on('event', ({ event }) => {
      if ('messageId' in event) to.log({ type: 'change', event, me: readerOf(event, to.client) })
    }),
    room.on('draft', draft => {
      const { state, text } = draft
      to.log(draftEvent(draft, room))
      if (state.status === 'failed' && text === '') to.failed(state.error)
    }),
    room.on('discarded', draft => to.log({ type: 'discarded', cid: draft.cid })),
    room.on('typing', users => to.typing(users)),
    room.on('rights', rights => to.rights(rights)),
    room.on('info', info => to.info(info)),
    room.on('members', ({ joined, left, ...members }) => {
      to.people({ type: 'members', left, ...members })
      const others = (users: readonly User[]) => users.filter(user => !isOwn(user, to.client))
      to.log({ type: 'presence', joined: others(joined), left: others(left), at: to.now() })
    }),
  ]
  return () => {
    for (const end of undo) end()
  }
}
