import { checkText } from '../../core/message-text.ts'
import { fromLog, type Handler, ok, refuse } from '../hub-context.ts'
import { findJoinedRoom } from '../rooms/find-joined-room.ts'

export const sendMessage: Handler<'send_message'> = (hub, active, request) => {
  const room = findJoinedRoom(active, request.room)
  if (!room.ok) return room
  const checked = checkText(request.text, hub.limits.messageLength)
  if (!checked.ok) return checked
  const { member, sharer } = active
  const { text } = checked
  const sending = {
    connection: member.peer.id,
    user: member.user.id,
    address: sharer.address,
    room: request.room,
    text,
  }
  const wait = hub.rates.send(sending, hub.clock.now())
  if (wait > 0) return refuse('rate_limited', 'You send too fast. Wait a moment.', wait)
  room.value.setTyping(member, false)
  const draft = { room: request.room, user: member.user, cid: request.cid, text }
  return fromLog(hub, () => hub.log.append(draft, room.value.lingerMs())).then(appended => () => {
    if (!appended.ok) return appended
    const { seq, id, sentAt, duplicate } = appended.value
    return ok({ room: request.room, seq, id, sentAt, duplicate })
  })
}
