import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { Appended, Content } from '../../ports/room-log.ts'
import { type HubContext, type Result, refuse } from '../hub-context.ts'
import { blockedBy } from '../moderation/blocked-by.ts'
import { reportHit } from '../moderation/report-hit.ts'
import { whenLooked } from '../moderation/when-looked.ts'
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
  const { room, replyTo } = request
  const found = hub.holds.look(actor, where, { room, text, mentions: mentions?.length ?? 0 })
  const waiting = { actor, where, room, action: replyTo === undefined ? 'send' : 'reply', found } as const
  return whenLooked(hub, waiting, (hit, now) => sendPast(hub, { actor, request, where: now, content }, hit))
}

interface Sending {
  actor: Actor
  request: { room: string; cid: string }
  where: Where
  content: Extract<Content, { kind: 'new_message' }>
}

/** No message answers this one. */
const NONE = ' '

/** What was taken before is answered as then, whatever is said of it now: that is a retry. */
async function unlessKnown(
  hub: HubContext,
  { actor, request, where, content }: Sending,
  refused: Result,
): Promise<Result> {
  // the log knows its cid or refuses it, and adds nothing
  const again = await append(hub, actor, request, where.room, { ...content, replyTo: NONE }, answer)
  return again.ok || again.refusal.code !== 'not_found' ? again : refused
}

const answer = ({ seq, id, sentAt }: Appended) => ({ seq, id, sentAt })

function sendPast(hub: HubContext, sending: Sending, hit: FilterHit | undefined): Result | Promise<Result> {
  const { where, actor, request, content } = sending
  if (hit?.action === 'block' || (hit?.action === 'hold' && !actor.acceptsHeld))
    return unlessKnown(hub, sending, blockedBy(hit))
  const { room } = request
  const wait = waitMs(hub, sending)
  if (wait === undefined && hit === undefined && !hub.holds.counts(where))
    return append(hub, actor, request, where.room, content, answer)
  if (wait) return unlessKnown(hub, sending, refuse('slow_mode', 'This room is in slow mode. Wait a moment.', wait))
  const now = hub.clock.now()
  return send(hub, sending, hit, () => wait === 0 && hub.slow.giveBack(room, actor.identity.user.id, now))
}

/** Until the room's slow mode lets them write, where it holds for them; 0: it is counted. */
function waitMs(hub: HubContext, { where, actor, request }: Sending): number | undefined {
  const { standing, place } = where
  const isSlow = place.slowMs > 0 && refuseAction(standing, 'bypass_slow', place, hub.timeOfDay()) !== undefined
  return isSlow ? hub.slow.take(request.room, actor.identity.user.id, place.slowMs, hub.clock.now()) : undefined
}

/** `giveBack`: nothing came of it. */
async function send(
  hub: HubContext,
  { actor, request, where, content }: Sending,
  hit: FilterHit | undefined,
  giveBack: () => void,
): Promise<Result> {
  const { room, cid } = request
  const { text } = content
  const forget = hub.holds.take(actor, where, { room, text })
  let isNew = false
  const added = (appended: Appended) => {
    const { seq, id, sentAt, duplicate, held } = appended
    isNew = !duplicate
    if (isNew && hit?.action === 'report' && held === undefined)
      reportHit(hub, hit, { room, id, seq, cid, user: actor.identity.user, text, sentAt })
    return answer(appended)
  }
  const options = hit?.action === 'hold' ? { hold: { rule: hit.rule } } : {}
  const sent = await append(hub, actor, request, where.room, content, added, options)
  if (isNew) return sent
  forget()
  giveBack()
  return sent
}
