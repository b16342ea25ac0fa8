import type { MemberRole } from '../protocol/policy.ts'
import type { Position, ReadState, RoomChanges, User } from '../protocol/records.ts'
import type { MembersReply, RoomsReply } from '../protocol/replies.ts'
import type { CreateRoomRequest } from '../protocol/requests.ts'
import type { Room } from './room-types.ts'

/** A room to be made; the names of members rooms are the server's. */
export type RoomToMake = Pick<CreateRoomRequest, 'kind' | 'room' | 'title' | 'topic'>

/** What an account has not read as of this place in the log; of guests the server counts nothing. */
export type Recounted = { [K in keyof ReadState]?: ReadState[K] | undefined } & Position

/**
 * The rooms of a server, and the people in them. Everything needs a connection, and rejects with the ChatError of the
 * server's refusal. What one may not see is `not_found`.
 */
export interface RoomDirectory {
  /** What this person may see, by name: open rooms that somebody made, and those that they have a place in or are asked into. */
  rooms(query?: { after?: string | undefined; limit?: number | undefined }): Promise<RoomsReply>
  /** Makes a room and gives its name. `conflict`: there is one of this name. */
  create(room: RoomToMake): Promise<string>
  /** Sets a room in another way. */
  change(room: string, changes: RoomChanges): Promise<void>
  /** The name of the room of two, which is made where there is none. `user`: somebody with whom one shares a room. */
  openDirect(user: string): Promise<string>
  /** Asks somebody in, with whom one shares a room. */
  invite(room: string, user: string): Promise<void>
  /** Answers an invitation. */
  answer(room: string, accept: boolean): Promise<void>
  /** `none`: out; also oneself, for good. `conflict`: the room needs another owner first. */
  setRole(room: string, user: string, role: MemberRole | 'none'): Promise<void>
  members(room: string, after?: string): Promise<MembersReply>
  /** Says how far one has read, soon, and once for many; the highest counts. */
  markRead(room: string, upTo: number, epoch?: string): void
  /** What is behind `upTo` is to be read again. */
  markUnread(room: string, upTo: number): Promise<void>
  /** What is not read of a joined room, counted anew by the server as of `seq`: a second or two later, once for many. */
  recount(room: Room): Promise<Recounted>
  /** Whoever is blocked cannot write in one's direct room with them. */
  block(user: string, on: boolean): Promise<void>
  blocks(): Promise<readonly User[]>
}
