import type { ClientFrame, RequestType } from '../../../sdk/protocol/requests.ts'
import type { RoomRequestType } from '../actions/action.ts'
import { isOfRoom, perform, READ, weighOfRoom } from '../actions/table.ts'
import type { Active, Answer, FrameOf, Handler, HubContext } from '../hub-context.ts'
import type { Weight } from '../rates.ts'
import { findSeat } from '../rooms/find-seat.ts'
import { connect } from './connect.ts'
import { disconnect } from './disconnect.ts'
import { identify, token } from './identity.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'

type ConnectionRequestType = Exclude<RequestType, RoomRequestType>

/** What a request is to a connection alone: it is answered whoever asks. */
interface Operation<K extends RequestType> {
  /** What it takes of the rate of requests: more than 1 where the room log is read. */
  cost: number | ((request: FrameOf<K>) => number)
  run: Handler<K>
}

const JOIN = 2

const OPERATIONS: { readonly [K in ConnectionRequestType]: Operation<K> } = {
  connect: { cost: ({ rooms = [] }) => 1 + JOIN * rooms.length, run: connect },
  disconnect: { cost: 1, run: disconnect },
  join: { cost: JOIN, run: join },
  leave: { cost: 1, run: leave },
  token: { cost: READ, run: token },
  identify: { cost: READ, run: identify },
}

/** What of a request the rates have to know. */
export function weigh(request: ClientFrame): Weight {
  if (isOfRoom(request)) return weighOfRoom(request)
  const { cost } = OPERATIONS[request.type] as Operation<RequestType>
  return { cost: typeof cost === 'number' ? cost : cost(request), writes: false }
}

/** A request that writes an event. */
export function writes(request: ClientFrame): boolean {
  return isOfRoom(request) && weighOfRoom(request).writes
}

/** Every request of an active connection goes through here. What is asked of a room is for who is in it. */
export function handle(hub: HubContext, active: Active, request: ClientFrame): Answer {
  if (!isOfRoom(request)) return (OPERATIONS[request.type] as Operation<RequestType>).run(hub, active, request)
  const seat = findSeat(active, request.room)
  return seat.ok ? perform(hub, active, seat.value, request) : seat
}
