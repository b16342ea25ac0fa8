import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { Appended, Content } from '../../ports/room-log.ts'
import { type HubContext, type Result, refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import type { Actor } from './actor.ts'
import { append } from './append.ts'
import { readText } from './read-text.ts'
import type { Where } from './where.ts'

export const sendMessage: RoomAction<'send_message'> = (hub, actor, request, where) => {
  const written = readText(where.room, request, hub.limits)
  if (!written.ok) return written
  const { text, mentions } = written
  const content = { kind: 'new_message', text, replyTo: request.replyTo, mentions } as const
  return isSlowedDown(hub, where)
    ? sendSlowly(hub, actor, request, where, content)
    : send(hub, actor, request, where, content)
}

type Message = Extract<Content, { kind: 'new_message' }>
type Request = { room: string; cid: string }

const answer = ({ seq, id, sentAt }: Appended) => ({ seq, id, sentAt })

function send(hub: HubContext, actor: Actor, request: Request, { room }: Where, content: Message) {
  return append(hub, actor, request, room, content, answer)
}

function isSlowedDown({ timeOfDay }: HubContext, { place, standing }: Where): boolean {
  return place.slowMs > 0 && refuseAction(standing, 'bypass_slow', place, timeOfDay()) !== undefined
}

/** No message answers this one. */
const NONE = ' '

/** What was taken before is answered as then, however soon it comes: that is a retry. */
async function sendSlowly(
  hub: HubContext,
  actor: Actor,
  request: Request,
  where: Where,
  content: Message,
): Promise<Result> {
  const { id } = actor.identity.user
  const { room } = request
  const now = hub.clock.now()
  const wait = hub.slow.take(room, id, where.place.slowMs, now)
  if (wait > 0) {
    // the log knows its cid or refuses it, and adds nothing
    const again = await send(hub, actor, request, where, { ...content, replyTo: NONE })
    if (again.ok || again.refusal.code !== 'not_found') return again
    return refuse('slow_mode', 'This room is in slow mode. Wait a moment.', wait)
  }
  let isNew = false
  const sent = await append(hub, actor, request, where.room, content, appended => {
    isNew = !appended.duplicate
    return answer(appended)
  })
  if (!isNew) hub.slow.giveBack(room, id, now)
  return sent
}
