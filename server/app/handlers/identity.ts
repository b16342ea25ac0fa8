import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import { attach, detachLogin, TOO_OFTEN } from '../greet.ts'
import {
  type Active,
  fromLog,
  type Handler,
  type HubContext,
  type Later,
  logRefusal,
  type Outcome,
  ok,
  refuse,
} from '../hub-context.ts'
import { type Adopted, type Identity, roleOf } from '../identity/authenticator.ts'
import { refuseEverywhere } from '../moderation/refuse-everywhere.ts'
import { groundsOf } from '../rooms/look-at.ts'
import { reseat } from '../rooms/reseat.ts'
import type { Grounds } from '../rooms/seats.ts'

const NOT_KEPT = refusal('unavailable', 'The store does not answer at the moment. Try again soon.', 1_000)

/** Another token of the same person, in good time: the connection goes on, with what they may now. */
export const token: Handler<'token'> = async (hub, active, request) => {
  const attached = await attach(hub, request.token, active.sharer)
  if (!attached.ok) return attached
  const { identity, detach } = attached
  return open => {
    if (!open || identity.user.id !== active.identity.user.id) {
      detach()
      return refuse('identity_changed', 'This token is of somebody else. Connect anew with it.')
    }
    become(hub, active, identity, detach)
    return ok({ tokenExpiresAt: identity.tokenExpiresAt })
  }
}

/** A guest goes on as an account, in the rooms that they are in; the guest's login is over. */
export const identify: Handler<'identify'> = async (hub, active, request) => {
  const { identity: guest } = active
  if (isAccount(guest.user.id)) return identifyAgain(hub, active, request.token)
  const attached = await attach(hub, request.token, active.sharer, guest)
  if (!attached.ok) return attached
  const { detach } = attached
  const out = await refuseEverywhere(hub, attached)
  if (out !== undefined) {
    detach()
    return { ok: false, refusal: out }
  }
  // at once: until they are one, whoever comes as the account would throw the guest out who has its name
  const adopted = await adopt(hub, guest, attached.identity)
  // this socket is not one of the guest's that end with their login
  if (adopted.ok) detachLogin(active)
  const kept = adopted.ok && (await adopted.endGuest())
  // not before they are one: what was laid on the guest is the account's since
  const grounds = await groundsIn(hub, active, attached.identity)
  return open => {
    if (!open || !adopted.ok || !kept || !grounds.ok) {
      detach()
      return adopted.ok ? { ok: false, refusal: grounds.ok ? NOT_KEPT : grounds.refusal } : adopted
    }
    const { identity } = adopted
    hub.online.add(active, identity.user.id)
    hub.users.remove(guest.user.id, active)
    hub.users.add(identity.user.id, active)
    become(hub, active, identity, detach, grounds.value)
    // what was changed since it was asked
    for (const { room } of active.joined) hub.rights.ask(identity.user.id, room.name)
    return identified(identity)
  }
}

/** Whose answer was lost asks once more. */
async function identifyAgain(hub: HubContext, active: Active, token: string): Promise<Later | Outcome> {
  const attached = await attach(hub, token, active.sharer)
  if (!attached.ok) return attached
  const { identity, detach } = attached
  return open => {
    if (!open || identity.user.id !== active.identity.user.id) {
      detach()
      return refuse('bad_request', 'You have an account already. Connect anew with another.')
    }
    become(hub, active, identity, detach)
    return identified(identity)
  }
}

function identified({ user, id: sessionId, tokenExpiresAt }: Identity): Outcome {
  return ok({ user, sessionId, tokenExpiresAt })
}

async function adopt(
  hub: HubContext,
  guest: Identity,
  account: Identity,
): Promise<Adopted | { ok: false; refusal: Refusal }> {
  const { authenticator, users, caps } = hub
  if (!isAccount(account.user.id) || authenticator.adopt === undefined)
    return { ok: false, refusal: refusal('bad_request', 'This token is of no account.') }
  if (users.count(account.user.id) >= caps.connectionsPerUser) return { ok: false, refusal: TOO_OFTEN }
  try {
    return await authenticator.adopt(guest, account)
  } catch (error) {
    if (error instanceof LogUnavailable) return { ok: false, refusal: logRefusal(hub, error) }
    throw error
  }
}

/** What the account is in the rooms that the guest has joined. */
async function groundsIn(
  hub: HubContext,
  { joined }: Active,
  account: Identity,
): Promise<{ ok: true; value: ReadonlyMap<string, Grounds> } | { ok: false; refusal: Refusal }> {
  return fromLog(hub, async () => {
    const asked = joined.map(
      async ({ room: { name } }) => [name, await groundsOf(hub, { identity: account }, name)] as const,
    )
    return new Map(await Promise.all(asked))
  })
}

/** From here on the connection is that of this identity; it is told where that changes what it may. `looked`: by room. */
function become(
  hub: HubContext,
  active: Active,
  identity: Identity,
  detach: () => void,
  looked?: ReadonlyMap<string, Grounds>,
): void {
  const { member, joined } = active
  const { user, peer } = member
  if (!isShownAs(user, identity.user)) active.member = { user: identity.user, peer }
  detachLogin(active)
  active.detach = detach
  active.identity = identity
  for (const seat of joined) {
    const { room } = seat
    if (active.member !== member && !room.gone) room.replace(member, active.member)
    const grounds = looked?.get(room.name) ?? seat.grounds
    reseat(hub, active, seat, { ...grounds, own: roleOf(identity, room.name) })
  }
}

/** A site may say another name or picture by a renewed token. */
function isShownAs(before: User, now: User): boolean {
  return before.id === now.id && before.name === now.name && before.picture === now.picture
}
