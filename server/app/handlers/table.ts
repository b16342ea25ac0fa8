import type { ClientFrame, RequestType } from '../../../sdk/protocol/requests.ts'
import type { Active, Answer, Handler, HubContext } from '../hub-context.ts'
import { changes } from './changes.ts'
import { connect } from './connect.ts'
import { deleteMessage } from './delete-message.ts'
import { disconnect } from './disconnect.ts'
import { editMessage } from './edit-message.ts'
import { history } from './history.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { pinMessage } from './pin-message.ts'
import { react } from './react.ts'
import { sendMessage } from './send-message.ts'
import { typing } from './typing.ts'
import { users } from './users.ts'

const HANDLERS: { [K in RequestType]: Handler<K> } = {
  connect,
  join,
  leave,
  send_message: sendMessage,
  edit_message: editMessage,
  delete_message: deleteMessage,
  react,
  pin_message: pinMessage,
  history,
  changes,
  users,
  typing,
  disconnect,
}

/** Every request of an active connection goes through here. */
export function handle(hub: HubContext, active: Active, request: ClientFrame): Answer {
  return (HANDLERS[request.type] as Handler<RequestType>)(hub, active, request)
}
