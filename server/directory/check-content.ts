import type { Content } from '../ports/room-log.ts'
import { NAME_LENGTH } from './bounds.ts'
import { demandRoom, demandText } from './check.ts'
import { checkedRoomChange, checkRole } from './check-change.ts'

/** What an event says, where it changes the directory: a copy with that and nothing else. Throws a RangeError. */
export function checkedContent(room: string, content: Content): Content {
  if (content.kind === 'room_changed') {
    demandRoom(room)
    // what is not let in is nobody else's business
    const { filters: _, ...changes } = checkedRoomChange(content.changes)
    return { kind: content.kind, changes }
  }
  if (content.kind !== 'member_changed') return content
  const { id, name } = content.member
  const { kind, role } = content
  checkRole(room, id, role === 'none' ? undefined : role)
  demandText(name, NAME_LENGTH, 'The name')
  return { kind, member: { id, name }, role }
}
