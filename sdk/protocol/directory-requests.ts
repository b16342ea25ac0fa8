import type { MemberRole, RoomKind } from './policy.ts'
import type { RoomChanges } from './records.ts'

/** What one may see of rooms, by name. */
export interface RoomsRequest {
  type: 'rooms'
  ref: number
  /** `next` of the answer before. */
  after?: string | undefined
  limit?: number | undefined
}

/** `room` is the name of an open or announce room; the others are named by the server. */
export interface CreateRoomRequest {
  type: 'create_room'
  ref: number
  cid: string
  kind: Exclude<RoomKind, 'direct'>
  room?: string | undefined
  title?: string | undefined
  topic?: string | undefined
}

/** What is left out stays; an empty title or topic takes it away. */
export interface ChangeRoomRequest extends RoomChanges {
  type: 'change_room'
  ref: number
  room: string
  cid: string
}

export interface OpenDirectRequest {
  type: 'open_direct'
  ref: number
  user: string
}

export interface InviteRequest {
  type: 'invite'
  ref: number
  room: string
  user: string
}

/** The answer to an invitation. */
export interface AcceptRequest {
  type: 'accept'
  ref: number
  room: string
  on: boolean
}

/** `none`: out, also oneself; an invitation is taken back. */
export interface SetRoleRequest {
  type: 'set_role'
  ref: number
  room: string
  cid: string
  user: string
  role: MemberRole | 'none'
}

export interface MembersRequest {
  type: 'members'
  ref: number
  room: string
  /** `next` of the answer before. */
  after?: string | undefined
}

/**
 * How far one has read; cut to the head, and the highest counts. It may go without `ref`; it then gets no reply. At 0 it moves
 * nothing, and a `read` says what is not read by now.
 */
export interface MarkReadRequest {
  type: 'mark_read'
  ref?: number | undefined
  room: string
  upTo: number
  /** That of `upTo`; left out: the present one. */
  epoch?: string | undefined
}

/** From here on it is to be read again. */
export interface MarkUnreadRequest {
  type: 'mark_unread'
  ref: number
  room: string
  upTo: number
}

export interface BlockRequest {
  type: 'block'
  ref: number
  user: string
  on: boolean
}

export interface BlocksRequest {
  type: 'blocks'
  ref: number
}

/** What is asked of rooms and of the people in them. */
export type RoomsAndPeopleRequest =
  | RoomsRequest
  | CreateRoomRequest
  | ChangeRoomRequest
  | OpenDirectRequest
  | InviteRequest
  | AcceptRequest
  | SetRoleRequest
  | MembersRequest
  | MarkReadRequest
  | MarkUnreadRequest
  | BlockRequest
  | BlocksRequest
