import type { ClientFrame, RequestType } from '../../../sdk/protocol/requests.ts'
import type { Active, Answer, Handler, HubContext } from '../hub-context.ts'
import { connect } from './connect.ts'
import { disconnect } from './disconnect.ts'
import { history } from './history.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { sendMessage } from './send-message.ts'
import { typing } from './typing.ts'
import { users } from './users.ts'

const HANDLERS: { [K in RequestType]: Handler<K> } = {
  connect,
  join,
  leave,
  send_message: sendMessage,
  history,
  users,
  typing,
  disconnect,
}

/** Every request of an active connection goes through here. */
export function handle(hub: HubContext, active: Active, request: ClientFrame): Answer {
  return (HANDLERS[request.type] as Handler<RequestType>)(hub, active, request)
}
