import { CLOSE } from '../../sdk/protocol/close-codes.ts'
import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { refusal } from '../core/refusal.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Peer } from '../ports/transport.ts'
import { type Active, type FrameOf, type HubContext, logRefusal, type Outcome } from './hub-context.ts'
import type { Attached, Identity, SessionSocket } from './identity/authenticator.ts'
import { refuseEverywhere } from './moderation/refuse-everywhere.ts'
import type { Sharer } from './shared-rate.ts'

export const TOO_OFTEN = refusal('rate_limited', 'You are connected too often. Close another tab.', 30_000)

export interface Greeting {
  request: FrameOf<'connect'>
  peer: Peer
  socket: SessionSocket & Sharer
  cookieToken: string | undefined
}

/** Attaches the session that a `connect` names, or refuses it. */
export async function greet(
  hub: HubContext,
  greeting: Greeting,
): Promise<Active | { kind: 'refused'; outcome: Outcome }> {
  const { request, peer, socket, cookieToken } = greeting
  const most = 4 * hub.limits.rooms
  if ((request.rooms?.length ?? 0) > most) return refused(refusal('bad_request', `Name at most ${most} rooms.`))
  const token = request.token ?? cookieToken
  if (token === undefined) return refused(refusal('unauthorized', 'Log in first: there is no token and no cookie.'))
  const attached = await attach(hub, token, socket)
  if (!attached.ok) return refused(attached.refusal)
  const { identity, detach } = attached
  const { user } = identity
  if (hub.users.count(user.id) >= hub.caps.connectionsPerUser) {
    detach()
    return refused(TOO_OFTEN)
  }
  const active: Active = {
    kind: 'active',
    identity,
    member: { user, peer },
    joined: [],
    greeted: false,
    sharer: socket,
    acceptsHeld: request.accepts?.includes('held'),
    detach,
  }
  try {
    hub.online.add(active)
  } catch (error) {
    detach()
    return refused(logRefusal(hub, error))
  }
  hub.users.add(user.id, active)
  const out = await refuseEverywhere(hub, active)
  if (out === undefined) return active
  dismiss(hub, active)
  return refused(out)
}

/** Where the store has to be asked, it may not answer. `guest`: who goes on as the one that the token is of. */
export async function attach(
  hub: HubContext,
  token: string,
  socket: SessionSocket,
  guest?: Identity,
): Promise<Attached> {
  try {
    return await hub.authenticator.attach(token, socket, guest)
  } catch (error) {
    if (error instanceof LogUnavailable) return { ok: false, refusal: logRefusal(hub, error) }
    throw error
  }
}

/** Undoes it. */
export function dismiss(hub: HubContext, active: Active): void {
  hub.users.remove(active.member.user.id, active)
  hub.online.remove(active)
  detachLogin(active)
}

/** The connection is none of its login's any more, whoever says so first. */
export function detachLogin(active: Active): void {
  const { detach } = active
  active.detach = () => {}
  detach()
}

function refused(why: Refusal): { kind: 'refused'; outcome: Outcome } {
  return { kind: 'refused', outcome: { ok: false, refusal: why, close: closeFor(why) } }
}

/** Undefined: the socket stays, and the client may say connect once more. */
function closeFor({ code }: Refusal): Outcome['close'] {
  switch (code) {
    case 'unauthorized':
    case 'username_taken':
    case 'forbidden':
      return { code: CLOSE.unauthorized, reason: code }
    case 'banned':
      return { code: CLOSE.removed, reason: code }
    case 'token_expired':
      return { code: CLOSE.tokenExpired, reason: code }
    case 'rate_limited':
      return { code: CLOSE.rateLimited, reason: code }
    default:
      return undefined
  }
}
