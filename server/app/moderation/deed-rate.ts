import type { Actor } from '../actions/actor.ts'
import { type HubContext, type Result, refuse } from '../hub-context.ts'

/** Why somebody who keeps order has to wait; undefined: it is counted like a message of theirs. */
export function refuseDeed(
  hub: HubContext,
  { identity, member, sharer }: Actor,
  { room }: { room: string },
): (Result & { ok: false }) | undefined {
  const { user } = identity
  const sending = { connection: member?.peer.id, user: user.id, address: sharer.address, room, text: '' }
  const wait = hub.rates.send(sending, hub.clock.now())
  const refused = wait > 0 ? refuse('rate_limited', 'You do this too fast. Wait a moment.', wait) : undefined
  return refused?.ok === false ? refused : undefined
}
