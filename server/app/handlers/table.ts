import { type Action, refuseAction } from '../../../sdk/protocol/policy.ts'
import type { ClientFrame, RequestType } from '../../../sdk/protocol/requests.ts'
import type { Active, Answer, FrameOf, Handler, HubContext, RoomHandler } from '../hub-context.ts'
import type { Weight } from '../rates.ts'
import { refuseDenied } from '../refuse-denied.ts'
import { findSeat } from '../rooms/find-seat.ts'
import { changes } from './changes.ts'
import { connect } from './connect.ts'
import { deleteMessage } from './delete-message.ts'
import { disconnect } from './disconnect.ts'
import { editMessage } from './edit-message.ts'
import { history } from './history.ts'
import { identify, token } from './identity.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { pinMessage } from './pin-message.ts'
import { react } from './react.ts'
import { sendMessage } from './send-message.ts'
import { typing } from './typing.ts'
import { users } from './users.ts'

/** What a request is to a connection. */
interface Operation<K extends RequestType> {
  /** What it takes of the rate of requests: more than 1 where the room log is read. */
  cost: number | ((request: FrameOf<K>) => number)
  /** It writes an event: it has a rate of its own, its order in a room is kept, and it may start while others of its kind are on their way. */
  writes?: true
}

/** One that is answered whoever asks. */
interface FreeOperation<K extends RequestType> extends Operation<K> {
  run: Handler<K>
}

/** One for who is in the room that it names, where the policy lets them do it. */
interface RoomOperation<K extends RequestType> extends Operation<K> {
  action: Action | ((request: FrameOf<K>) => Action)
  runIn: RoomHandler<K>
}

const JOIN = 2
const READ = 4

const OPERATIONS: { [K in RequestType]: FreeOperation<K> | RoomOperation<K> } = {
  connect: { cost: ({ rooms = [] }) => 1 + JOIN * rooms.length, run: connect },
  disconnect: { cost: 1, run: disconnect },
  join: { cost: JOIN, run: join },
  leave: { cost: 1, run: leave },
  send_message: {
    cost: 1,
    writes: true,
    action: ({ replyTo }) => (replyTo === undefined ? 'send' : 'reply'),
    runIn: sendMessage,
  },
  edit_message: { cost: 1, writes: true, action: 'edit', runIn: editMessage },
  delete_message: { cost: 1, writes: true, action: 'delete', runIn: deleteMessage },
  react: { cost: 1, writes: true, action: 'react', runIn: react },
  pin_message: { cost: 1, writes: true, action: 'pin', runIn: pinMessage },
  history: { cost: READ, action: 'read', runIn: history },
  changes: { cost: READ, action: 'read', runIn: changes },
  users: { cost: READ, action: 'read', runIn: users },
  typing: { cost: 1, action: 'typing', runIn: typing },
  token: { cost: READ, run: token },
  identify: { cost: READ, run: identify },
}

/** What of a request the rates have to know. */
export function weigh(request: ClientFrame): Weight {
  const { cost, writes = false } = OPERATIONS[request.type] as Operation<RequestType>
  return { cost: typeof cost === 'number' ? cost : cost(request), writes }
}

/** A request that writes an event. */
export function writes({ type }: ClientFrame): boolean {
  return OPERATIONS[type].writes === true
}

/** Every request of an active connection goes through here: the one place where it is decided whether it may. */
export function handle(hub: HubContext, active: Active, request: ClientFrame): Answer {
  const operation = OPERATIONS[request.type] as FreeOperation<RequestType> | RoomOperation<RequestType>
  if ('run' in operation) return operation.run(hub, active, request)
  const seat = findSeat(active, (request as { room: string }).room)
  if (!seat.ok) return seat
  const { standing, place } = seat.value
  const action = typeof operation.action === 'string' ? operation.action : operation.action(request)
  const denied = refuseAction(standing, action, place, hub.timeOfDay())
  if (denied !== undefined) return { ok: false, refusal: refuseDenied(denied, hub.timeOfDay()) }
  return operation.runIn(hub, active, request, seat.value)
}
