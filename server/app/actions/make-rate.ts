import { type HubContext, type Result, refuse } from '../hub-context.ts'
import type { Actor } from './actor.ts'

/** Why somebody may not make a room, ask somebody in, or set for all in a room what they may, now; undefined: it is counted. */
export function refuseMaking({ rates, clock }: HubContext, { identity }: Actor): (Result & { ok: false }) | undefined {
  const wait = rates.make(identity.user.id, clock.now())
  if (wait === 0) return undefined
  const refused = refuse('rate_limited', 'You do this too fast. Wait a moment.', wait)
  return refused.ok ? undefined : refused
}
