import type { MemberRole } from '../protocol/policy.ts'
import type { RoomChanges, User } from '../protocol/records.ts'
import type { MembersReply, RoomsReply } from '../protocol/replies.ts'
import type { CreateRoomRequest } from '../protocol/requests.ts'

/** A room to be made; the names of members rooms are the server's. */
export type RoomToMake = Pick<CreateRoomRequest, 'kind' | 'room' | 'title' | 'topic'>

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
  /** Has the server count anew what an account has not read, and say it with `read`: soon, and once for many. */
  recount(room: string): void
  /** Whoever is blocked cannot write in one's direct room with them. */
  block(user: string, on: boolean): Promise<void>
  blocks(): Promise<readonly User[]>
}
