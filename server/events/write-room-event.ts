import type { RoomEvent } from '../../sdk/protocol/events.ts'
import type { DirectoryRows } from '../directory/directory-rows.ts'
import { changeRoom, setRole } from '../directory/write-rights.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import type { Content, Refused } from '../ports/room-log.ts'
import type { EventWrite, Written } from '../ports/store.ts'
import { eventOf } from './event-of.ts'
import type { EventRows } from './event-rows.ts'

type RoomContent = Extract<Content, { kind: 'room_changed' | 'member_changed' }>

/** Changes what is known of a room or of who has a place there, and says so in its log: both, or neither. */
export function writeRoomEvent(
  rows: EventRows,
  people: DirectoryRows,
  write: EventWrite,
  content: RoomContent,
): Written | Refused {
  const answer = changed(people, write, content)
  // no message can take the place of a member
  if (answer === 'full') return { refused: 'too_many' }
  const { value, news } = answer
  if (value === undefined) return { refused: 'not_found' }
  if (value === 'conflict' || value === 'not_found' || value === 'too_many') return { refused: value }
  const { id, sentAt } = write
  if (news.length === 0) return { seq: rows.next - 1, id, sentAt, duplicate: true, unchanged: true }
  const written: Written = { seq: rows.next, id, sentAt, duplicate: false, told: news }
  rows.addChange(eventOf(write, written) as RoomEvent, write.user)
  return written
}

function changed(people: DirectoryRows, write: EventWrite, content: RoomContent): DirectoryAnswer | 'full' {
  const { room, sentAt: at } = write
  if (content.kind === 'room_changed') return changeRoom(people, room, content.changes)
  const { id: user } = content.member
  const role = content.role === 'none' ? undefined : content.role
  if (role === undefined && !people.membership(room, user)) return { value: 'not_found', news: [] }
  return setRole(people, { room, user, role, at })
}
