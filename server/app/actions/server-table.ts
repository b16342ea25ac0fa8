import type { ClientFrame } from '../../../sdk/protocol/requests.ts'
import type { HubContext, Result } from '../hub-context.ts'
import { appeal } from '../moderation/report.ts'
import type { Weight } from '../rates.ts'
import { accept } from './accept.ts'
import type { RoomRequest, ServerAction, ServerRequest, ServerRequestOf, ServerRequestType } from './action.ts'
import type { Actor } from './actor.ts'
import { block, blocks } from './block.ts'
import { createRoom } from './create-room.ts'
import { listRooms, ROOMS_PAGE } from './list-rooms.ts'
import { openDirect } from './open-direct.ts'

/** What is asked of the server, by whatever way. */
interface ServerOperation<K extends ServerRequestType> {
  /** What it takes of the rate of requests. */
  cost: number | ((request: ServerRequestOf<K>) => number)
  run: ServerAction<K>
}

/** What reading a little costs. */
const READ = 4

const SERVER_OPERATIONS: { readonly [K in ServerRequestType]: ServerOperation<K> } = {
  rooms: { cost: ({ limit = ROOMS_PAGE }) => READ + Math.min(limit, ROOMS_PAGE), run: listRooms },
  create_room: { cost: READ, run: createRoom },
  open_direct: { cost: READ, run: openDirect },
  accept: { cost: READ, run: accept },
  block: { cost: READ, run: block },
  blocks: { cost: 5 * READ, run: blocks },
  appeal: { cost: READ, run: appeal },
}

export function isServerRequest(request: RoomRequest | ServerRequest): request is ServerRequest {
  return request.type in SERVER_OPERATIONS
}

export function isOfServer(request: ClientFrame): request is Extract<ClientFrame, { type: ServerRequestType }> {
  return request.type in SERVER_OPERATIONS
}

/** What of it the rates have to know. */
export function weighOfServer(request: ServerRequest): Weight {
  const { cost } = SERVER_OPERATIONS[request.type] as ServerOperation<ServerRequestType>
  return { cost: typeof cost === 'number' ? cost : cost(request), writes: false }
}

export function performOfServer(hub: HubContext, actor: Actor, request: ServerRequest): Result | Promise<Result> {
  return (SERVER_OPERATIONS[request.type] as ServerOperation<ServerRequestType>).run(hub, actor, request)
}
