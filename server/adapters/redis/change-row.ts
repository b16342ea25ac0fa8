import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { MemberRole } from '../../../sdk/protocol/policy.ts'
import type { DeletedBy, Message, RoomChanges } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { editAsItStands } from '../../events/edit-as-it-stands.ts'
import { seqOf, wordOf } from './new-seqs.ts'
import { type Person, peopleOf, usersOf } from './room-row.ts'
import { asWord, NONE, ofWord } from './words.ts'

type Change = ChangeEvent | RoomEvent

/** What of a change is in its row below the first line, by its kind. Of an edit the text is that of its message. */
interface Body {
  id: string
  cid: string
  name?: string | undefined
  messageId?: string | undefined
  by?: DeletedBy | undefined
  reason?: string | undefined
  emoji?: string | undefined
  on?: boolean | undefined
  count?: number | undefined
  /** The first three as of then; where its message is deleted they are not read. */
  users?: Person[] | undefined
  changes?: RoomChanges | undefined
  member?: Person | undefined
  role?: MemberRole | 'none' | undefined
}

/** `c <type> <sentAt> <target> <user>`, and below it JSON. `@QUOTED` goes by the fourth word. */
export function changeRow(event: Change): string {
  const { type, sentAt } = event
  // it may hide who did it
  const user = 'user' in event ? event.user : undefined
  const target = 'target' in event ? wordOf(event.target) : NONE
  const words = ['c', type, sentAt, target, user ? asWord(user.id) : NONE]
  return `${words.join(' ')}\n${JSON.stringify(bodyOf(event))}`
}

/** As it stands. `message`: its target, where that is held. */
export function changeOf(room: string, seq: number, row: string, message: Message | undefined): Change {
  const [, type = '', sentAt, target = NONE, userId = NONE] = row.slice(0, row.indexOf('\n')).split(' ')
  const { name = '', ...body } = JSON.parse(row.slice(row.indexOf('\n') + 1)) as Body
  const { id, cid, messageId = '' } = body
  const user = userOf(ofWord(userId), name)
  const said = { room, seq, id, cid, sentAt: Number(sentAt) }
  const event = { ...said, user }
  const change = { ...event, messageId, target: seqOf(target) }
  switch (type as Change['type']) {
    case 'message_edited':
      return editAsItStands({ type: 'message_edited', ...change, text: '' }, message?.deleted ? undefined : message)
    case 'message_deleted': {
      const { by = 'author', reason } = body
      const { user: _, ...unsaid } = change
      const who = userId === NONE ? unsaid : change
      return { type: 'message_deleted', ...who, by, ...(reason !== undefined && { reason }) }
    }
    case 'reaction': {
      const { emoji = '', on = false, count = 0, users = [] } = body
      const then = message?.deleted ? { count: 0, users: [] } : { count, users: usersOf(users) }
      return { type: 'reaction', ...change, emoji, on, ...then }
    }
    case 'message_pinned':
      return { type: 'message_pinned', ...change, on: body.on ?? false }
    case 'room_changed':
      return { type: 'room_changed', ...event, changes: body.changes ?? {} }
    case 'member_changed': {
      const { member: [memberId, memberName] = ['', ''], role = 'none' } = body
      return { type: 'member_changed', ...event, member: userOf(memberId, memberName), role }
    }
    default:
      throw new Error(`There is no kind of change ${type}.`)
  }
}

function bodyOf(event: Change): Body {
  const { id, cid } = event
  const name = 'user' in event ? event.user?.name : undefined
  if (event.type === 'room_changed') return { id, cid, name, changes: event.changes }
  if (event.type === 'member_changed') {
    const { member, role } = event
    return { id, cid, name, member: [member.id, member.name], role }
  }
  const { messageId } = event
  const change = { id, cid, name, messageId }
  switch (event.type) {
    case 'message_edited':
      return change
    case 'message_deleted':
      return { ...change, by: event.by, reason: event.reason }
    case 'reaction': {
      const { emoji, on, count, users } = event
      return { ...change, emoji, on, count, users: peopleOf(users) }
    }
    case 'message_pinned':
      return { ...change, on: event.on }
  }
}
