import { DEFAULT_LIMITS } from '../protocol/limits.ts'
import type { ClientParts } from './client-parts.ts'
import type { Requests } from './requests.ts'
import type { RoomHost } from './room-host.ts'

/** A RoomHost as its client changes it. */
export type ClientHost = { -readonly [K in keyof RoomHost]: RoomHost[K] }

/** What the rooms of a client see of it before it is connected. */
export function clientHost(
  parts: ClientParts,
  requests: Requests,
  does: Pick<RoomHost, 'connect' | 'leave'>,
): ClientHost {
  const now = parts.clock.now()
  return {
    ...parts,
    ...does,
    server: parts.address.http,
    requests,
    guestId: undefined,
    limits: DEFAULT_LIMITS,
    welcomed: { server: now, here: now },
    ended: undefined,
    atEnd: [],
  }
}
