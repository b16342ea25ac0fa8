import type { Message, RoomSummary, User } from '../../../protocol/records.ts'
import { words } from './words.ts'

/** A room in the list of one's rooms. */
export interface RoomRow extends Pick<RoomSummary, 'room' | 'peer'> {
  title: string
  invited: boolean
  /** It is the one that is shown. */
  shown: boolean
  unread: number
  mentions: number
  /** Its newest message. */
  last: (Pick<Message, 'user' | 'text' | 'sentAt'> & { deleted?: boolean | undefined }) | undefined
}

/** What a room is called: what somebody named it, whom one talks to in it, or its own name. */
export function titleOf(
  room: string,
  { title, peer }: { title?: string | undefined; peer?: User | undefined },
): string {
  return title || peer?.name || (/^(dm|priv):/.test(room) ? words.untitled : `#${room}`)
}

/** Invitations first, then what was written in last; rooms in which nothing was, by name. */
export function inOrder(a: RoomRow, b: RoomRow): number {
  if (a.invited !== b.invited) return a.invited ? -1 : 1
  return (b.last?.sentAt ?? 0) - (a.last?.sentAt ?? 0) || a.title.localeCompare(b.title)
}
