import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { Appended, Content } from '../../ports/room-log.ts'
import { type HubContext, type Result, refuse } from '../hub-context.ts'
import { blockedBy } from '../moderation/blocked-by.ts'
import { reportHit } from '../moderation/report-hit.ts'
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
  const sending: Sending = { actor, request, where, content }
  const found = hub.holds.look(actor, where, { room: request.room, text, mentions: mentions?.length ?? 0 })
  if (!(found instanceof Promise)) return sendPast(hub, sending, found)
  return found.then(looked => (looked.ok ? sendPast(hub, sending, looked.value) : looked))
}

interface Sending {
  actor: Actor
  request: { room: string; cid: string }
  where: Where
  content: Extract<Content, { kind: 'new_message' }>
}

/** What was taken before is answered as then, whatever the filters say of it now: that is a retry. */
async function unlessKnown(hub: HubContext, sending: Sending, refused: Result): Promise<Result> {
  // the log knows its cid or refuses it, and adds nothing
  const again = await send(hub, { ...sending, content: { ...sending.content, replyTo: NONE } })
  return again.ok || again.refusal.code !== 'not_found' ? again : refused
}

/** No message answers this one. */
const NONE = ' '

function sendPast(hub: HubContext, sending: Sending, hit: FilterHit | undefined): Result | Promise<Result> {
  const { where, actor } = sending
  if (hit?.action === 'block' || (hit?.action === 'hold' && !actor.acceptsHeld))
    return unlessKnown(hub, sending, blockedBy(hit))
  const { standing, place } = where
  const isSlow = place.slowMs > 0 && refuseAction(standing, 'bypass_slow', place, hub.timeOfDay()) !== undefined
  return isSlow ? sendSlowly(hub, sending, hit) : send(hub, sending, hit)
}

const answer = ({ seq, id, sentAt }: Appended) => ({ seq, id, sentAt })

function send(hub: HubContext, sending: Sending, hit?: FilterHit): Result | Promise<Result> {
  const { actor, request, where, content } = sending
  const { room, cid } = request
  const { text } = content
  const done = (appended: Appended) => {
    const { seq, id, sentAt, duplicate } = appended
    if (!duplicate) hub.holds.taken(actor, where, { room, text })
    if (!duplicate && hit?.action === 'report')
      reportHit(hub, hit, { room, id, seq, cid, user: actor.identity.user, text, sentAt })
    return answer(appended)
  }
  return append(
    hub,
    actor,
    request,
    where.room,
    content,
    done,
    hit?.action === 'hold' ? { hold: { rule: hit.rule } } : {},
  )
}

async function sendSlowly(hub: HubContext, sending: Sending, hit: FilterHit | undefined): Promise<Result> {
  const { actor, request, where } = sending
  const { id } = actor.identity.user
  const { room } = request
  const now = hub.clock.now()
  const wait = hub.slow.take(room, id, where.place.slowMs, now)
  if (wait > 0) {
    const refused = refuse('slow_mode', 'This room is in slow mode. Wait a moment.', wait)
    return unlessKnown(hub, sending, refused)
  }
  const sent = await send(hub, sending, hit)
  if (!sent.ok || sent.fields.endsWith('"duplicate":true')) hub.slow.giveBack(room, id, now)
  return sent
}
