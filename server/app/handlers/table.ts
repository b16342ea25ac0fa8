import type { ClientFrame, RequestType } from '../../../sdk/protocol/requests.ts'
import { NO_ROOM } from '../../core/room-name.ts'
import type { RoomFrame, RoomRequestType, ServerRequestType } from '../actions/action.ts'
import { isOfServer, performOfServer, weighOfServer } from '../actions/server-table.ts'
import { isForJoined, isOfRoom, isReading, perform, READ, weighOfRoom } from '../actions/table.ts'
import { performUnseated } from '../actions/unseated.ts'
import type { Active, Answer, FrameOf, Handler, HubContext } from '../hub-context.ts'
import type { Weight } from '../rates.ts'
import { findSeat } from '../rooms/find-seat.ts'
import { refuseNotJoined } from '../rooms/refuse-not-joined.ts'
import type { Seat } from '../rooms/seat.ts'
import { connect } from './connect.ts'
import { disconnect } from './disconnect.ts'
import { identify, token } from './identity.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'

type ConnectionRequestType = Exclude<RequestType, RoomRequestType | ServerRequestType>

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
  if (isOfServer(request)) return weighOfServer(request)
  const { cost } = OPERATIONS[request.type] as Operation<RequestType>
  return { cost: typeof cost === 'number' ? cost : cost(request), writes: false }
}

/** A request that writes an event. */
export function writes(request: ClientFrame): boolean {
  return isOfRoom(request) && weighOfRoom(request).writes
}

/** Every request of an active connection goes through here. */
export function handle(hub: HubContext, active: Active, request: ClientFrame): Answer {
  if (isOfServer(request)) return performOfServer(hub, active, request)
  if (!isOfRoom(request)) return (OPERATIONS[request.type] as Operation<RequestType>).run(hub, active, request)
  const seat = findSeat(active, request.room)
  if (seat !== undefined) return whileSeated(hub, active, seat, request)
  return isForJoined(request) ? refuseNotJoined(hub, active, request.room) : performUnseated(hub, active, request)
}

/** What was read is not shown to who was put out of the room meanwhile. */
function whileSeated(hub: HubContext, active: Active, seat: Seat, request: RoomFrame): Answer {
  const result = perform(hub, active, seat, request)
  if (!(result instanceof Promise) || !isReading(request)) return result
  const { room } = seat
  return result.then(outcome => () => {
    const isIn = room.gone || active.joined.some(({ room: joined }) => joined === room)
    return isIn || !outcome.ok ? outcome : { ok: false, refusal: NO_ROOM }
  })
}
