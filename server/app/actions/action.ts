import type { ClientFrame } from '../../../sdk/protocol/requests.ts'
import type { FrameOf, HubContext, Result } from '../hub-context.ts'
import type { Actor } from './actor.ts'
import type { Where } from './where.ts'

/** Of all that names a room, what is asked of the room itself; joining and leaving are of a connection. */
export type RoomFrame = Exclude<
  Extract<ClientFrame, { room: string }>,
  { type: 'join' | 'leave' | 'accept' | 'appeal' }
>
export type RoomRequestType = RoomFrame['type']
/** The same, by whatever way it is asked. */
export type RequestOf<K extends RoomRequestType> = K extends unknown ? Omit<FrameOf<K>, 'ref'> : never
export type RoomRequest = RequestOf<RoomRequestType>

/** What is asked of the server: of rooms that one is in no place of, and of people. */
export type ServerRequestType = 'rooms' | 'create_room' | 'open_direct' | 'accept' | 'block' | 'blocks' | 'appeal'
export type ServerRequestOf<K extends ServerRequestType> = K extends unknown ? Omit<FrameOf<K>, 'ref'> : never
export type ServerRequest = ServerRequestOf<ServerRequestType>

/** Decides itself whether it may be done: no room is asked. */
export type ServerAction<K extends ServerRequestType> = (
  hub: HubContext,
  actor: Actor,
  request: ServerRequestOf<K>,
) => Result | Promise<Result>

/** Does what the policy has allowed. */
export type RoomAction<K extends RoomRequestType> = (
  hub: HubContext,
  actor: Actor,
  request: RequestOf<K>,
  where: Where,
) => Result | Promise<Result>
