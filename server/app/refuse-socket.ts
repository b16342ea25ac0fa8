import { CLOSE } from '../../sdk/protocol/close-codes.ts'
import type { DisconnectEvent } from '../../sdk/protocol/events.ts'
import type { HubContext } from './hub-context.ts'

const RETRY_LATER = { retryAfterMs: 30_000 }

/** Why no other socket is let in from an address; undefined: it is. `open`: how many are, in all and from there. */
export function refuseSocket(
  { caps, clock, rates, draining }: HubContext,
  address: string,
  open: { all: number; there: number },
): DisconnectEvent | undefined {
  if (draining()) return disconnect(CLOSE.shutdown, 'shutdown', { spreadMs: 2_000 })
  if (open.all >= caps.connections) return disconnect(CLOSE.rateLimited, 'server full', RETRY_LATER)
  if (open.there >= caps.connectionsPerAddress) {
    return disconnect(CLOSE.rateLimited, 'too many connections from this address', RETRY_LATER)
  }
  const wait = rates.open(address, clock.now())
  if (wait === 0) return undefined
  return disconnect(CLOSE.rateLimited, 'too many new connections from this address', { retryAfterMs: wait })
}

function disconnect(code: number, reason: string, advice: Partial<DisconnectEvent>): DisconnectEvent {
  return { type: 'disconnect', code, reason, retryable: true, ...advice }
}
