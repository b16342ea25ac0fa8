import type { ErrorCode, Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import type { Appended, Content, EventDraft, Refused } from '../../ports/room-log.ts'
import { fromLog, type HubContext, ok, type Result, refuse } from '../hub-context.ts'
import type { LiveRoom } from '../rooms/live-room.ts'
import type { Actor } from './actor.ts'

/** A request that writes an event. */
export interface WriteRequest {
  room: string
  cid: string
}

/**
 * Writes an event of somebody to the log of a room, at the rate at which they may. `room`: if it is alive here; `answer` makes
 * the fields of the reply.
 */
export function append(
  hub: HubContext,
  actor: Actor,
  request: WriteRequest,
  room: LiveRoom | undefined,
  content: Content,
  answer: (appended: Appended) => object,
  { words = OF_MESSAGES, ...more }: AppendOptions = {},
): Result | Promise<Result> {
  const { identity, member, sharer } = actor
  const { user } = identity
  const text = 'text' in content ? content.text : ''
  const sending = { connection: member?.peer.id, user: user.id, address: sharer.address, room: request.room, text }
  const wait = hub.rates.send(sending, hub.clock.now())
  if (wait > 0) return refuse('rate_limited', 'You send too fast. Wait a moment.', wait)
  if (member && content.kind === 'new_message') room?.people.setTyping(member, false)
  const draft = { room: request.room, user, cid: request.cid, content, ...more }
  const end = member && content.kind === 'reaction' ? room?.reactors.begin(member, request.cid) : undefined
  return fromLog(hub, () => hub.log.append(draft, room?.lingerMs())).then((appended): Result => {
    end?.()
    if (!appended.ok) return appended
    const { value } = appended
    if ('held' in value && value.held !== undefined) {
      const { held, sentAt, duplicate } = value
      answer(value)
      return ok({ room: request.room, held, sentAt, duplicate })
    }
    return 'refused' in value
      ? { ok: false, refusal: refusalOf(value, words) }
      : ok({ room: request.room, ...answer(value), duplicate: value.duplicate })
  })
}

export interface AppendOptions extends Pick<EventDraft, 'hold' | 'approves' | 'audit'> {
  words?: Words
}

/** What is said to who is refused, by the code. */
export type Words = { readonly [K in ErrorCode]?: string }

const OF_MESSAGES: Words = {
  not_found: 'There is no such message any more.',
  forbidden: 'You may not do this to this message.',
  too_many: 'There are as many as there may be.',
  blocked_by_rule: 'A moderator did not let this message in.',
}

const CHANGED = 'The message was changed meanwhile. Look at what it says now.'
const USED = 'This cid was used for something else. Take another.'

function refusalOf({ refused, current, replyTo }: Refused, words: Words): Refusal {
  if (replyTo) return { ...refusal(refused, 'The message that you answer is gone.'), replyTo }
  if (current !== undefined) return { ...refusal(refused, CHANGED), current }
  return refusal(refused, words[refused] ?? (refused === 'conflict' ? USED : 'It cannot be done.'))
}
