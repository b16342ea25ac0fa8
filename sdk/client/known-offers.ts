import type { Clock } from '../lib/clock.ts'
import type { Offers } from '../protocol/accounts.ts'
import { httpCalls } from './http-calls.ts'

/** By address, for all who ask in this page; the oldest makes room. */
const known = new Map<string, Promise<Offers>>()
const MOST = 10

/** What the server at this address offers, asked once. Rejects with ChatError; then the next one asks again. */
export function knownOffers(server: string, clock: Clock): Promise<Offers> {
  const fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args)
  const asked = known.get(server) ?? httpCalls({ server, fetch, clock, credentials: 'token' }).offers()
  known.set(server, asked)
  asked.catch(() => known.delete(server))
  for (const oldest of known.keys()) if (known.size > MOST) known.delete(oldest)
  return asked
}
