import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { Standing } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount, userOf } from '../../../sdk/protocol/user-of.ts'
import { isGivenName, NO_ROOM, refuseRoomName } from '../../core/room-name.ts'
import type { Actor } from '../actions/actor.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { type Identity, roleOf } from '../identity/authenticator.ts'
import { asSanctions } from '../moderation/as-sanctions.ts'
import type { Laid } from '../moderation/guest-sanctions.ts'
import type { LiveRoom } from './live-room.ts'
import { type Place, placeOf } from './place.ts'
import { type Grounds, standingOf } from './seats.ts'

/** Who asks, and from where. */
export type Asker = Pick<Actor, 'identity'> & Partial<Pick<Actor, 'sharer'>>

/** A room as one person finds it, whether or not it is alive. */
export interface Look {
  readonly place: Place
  readonly grounds: Grounds
  readonly standing: Standing
}

export type Looked = { ok: true; value: Look } | { ok: false; refusal: Refusal }

/** Whether a room of this name may be one that is not there for everybody. */
export function isForSome({ listed }: Pick<HubContext, 'listed'>, name: string): boolean {
  return listed || isGivenName(name)
}

/**
 * What somebody is in a room now, and how that is set. A room that is not for everybody costs the
 * same whether it is there or not. `live`: one in which they are about to be, and which is asked instead of the directory.
 */
export async function lookAt(hub: HubContext, who: Asker, name: string, live?: LiveRoom): Promise<Looked> {
  const { identity } = who
  const refused = refuseRoomName(name)
  if (refused !== undefined) return { ok: false, refusal: refused }
  if (isGivenName(name) && identity.role === 'guest') return { ok: false, refusal: NO_ROOM }
  const known = live ?? (isForSome(hub, name) ? undefined : hub.rooms.known(name))
  const read = await fromLog(hub, async () => {
    const [place, grounds] = await Promise.all([placeIn(hub, name, known), groundsOf(hub, who, name)])
    const more = place?.pair && grounds.member ? await otherOf(hub, identity, place.pair) : undefined
    return { place, grounds: more ? { ...grounds, ...more } : grounds }
  })
  if (!read.ok) return read
  const { place, grounds } = read.value
  if (place === undefined) return { ok: false, refusal: NO_ROOM }
  return { ok: true, value: { place, grounds, standing: standingOf(grounds, place) } }
}

async function placeIn(hub: HubContext, name: string, live: LiveRoom | undefined): Promise<Place | undefined> {
  if (live === undefined) return placeOf(name, await hub.directory.room(name), hub.listed)
  await live.settings.ready()
  return live.seats.place
}

/** Of a room that is not for two. May reject with LogUnavailable. */
export async function groundsOf(hub: HubContext, who: Asker, room: string): Promise<Grounds> {
  const { directory, timeOfDay, guests } = hub
  const { identity } = who
  const { user } = identity
  const own = roleOf(identity, room)
  if (!isAccount(user.id)) {
    await guests.ready()
    return { own, ...laidOnGuest(hub, who, room) }
  }
  const [membership, laid] = await Promise.all([
    directory.membership(room, user.id),
    directory.sanctions(room, user.id, timeOfDay()),
  ])
  const sanctions = asSanctions(laid)
  return { own, member: membership?.role, ...(sanctions.length > 0 && { sanctions }) }
}

/** By now, as far as it is known. */
export function laidOnGuest({ guests }: HubContext, { identity, sharer }: Asker, room: string): Laid {
  return guests.of(identity.user.id, sharer?.address, room)
}

/** Of a room of two: the other one, and whether they have blocked this one. */
export async function otherOf(
  { directory }: HubContext,
  { user }: Identity,
  [one, two]: readonly [string, string],
): Promise<Pick<Grounds, 'peer' | 'blocked'>> {
  const id = one === user.id ? two : one
  const [account, blocked] = await Promise.all([directory.account(id), directory.isBlocked(id, user.id)])
  const peer: User = account ? userOf(id, account.name) : { id, name: '', deleted: true }
  return { peer, blocked: blocked || undefined }
}
