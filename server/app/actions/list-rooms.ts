import { allowedActions, type MemberRole, refuseAction, type Sanction } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import type { RoomRecord } from '../../ports/directory.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { roleOf } from '../identity/authenticator.ts'
import { asSanctions } from '../moderation/as-sanctions.ts'
import { otherOf } from '../rooms/look-at.ts'
import { placeOf } from '../rooms/place.ts'
import { byteLength } from '../rooms/read-room.ts'
import { standingOf } from '../rooms/seats.ts'
import type { ServerAction } from './action.ts'
import type { Actor } from './actor.ts'
import { encodeFor } from './encode-for.ts'

export const ROOMS_PAGE = 50
/** Of one person, that are looked at; nobody has as many. */
const SANCTIONS = 1_000

/** A room for the list: made by somebody, one with a place for who asks, or one that they are asked into. */
interface Found {
  room: string
  record?: RoomRecord | undefined
  member?: MemberRole | undefined
  /** Of who asks, there. */
  sanctions?: readonly Sanction[] | undefined
  isInvited?: true
}

/** What one may see of rooms, by name. */
export const listRooms: ServerAction<'rooms'> = async (hub, actor, { after, limit = ROOMS_PAGE }) => {
  const most = Math.min(limit, ROOMS_PAGE)
  const reading = await hub.reads.run(actor.sharer, charge =>
    fromLog(hub, async () => {
      const found = await findRooms(hub, actor, after, most)
      const shown: (string | undefined)[] = []
      // one after the other: the list of one is not to hold up everybody's reading
      for (const each of found) shown.push(await summaryOf(hub, actor, each))
      const items = shown.filter(text => text !== undefined)
      charge(byteLength(items))
      return { items, next: found.length === most ? found.at(-1)?.room : undefined }
    }),
  )
  if (!reading.ok) return reading
  const { items, next } = reading.value
  return {
    ok: true,
    fields: `"rooms":[${items.join(',')}]${next === undefined ? '' : `,"next":${JSON.stringify(next)}`}`,
  }
}

/** The first `most` behind `after`, of all three kinds together. */
async function findRooms(
  { directory, guests }: HubContext,
  { identity, sharer }: Actor,
  after: string | undefined,
  most: number,
): Promise<Found[]> {
  const { id } = identity.user
  await guests.ready()
  const [listed, places, invitations, laid] = await Promise.all([
    directory.listed(after, most),
    isAccount(id) ? directory.roomsOf(id, after, most) : [],
    isAccount(id) ? directory.invitationsOf(id, after, most) : [],
    isAccount(id) ? directory.sanctionsOf(id, undefined, SANCTIONS) : [],
  ])
  const sanctionsIn = (name: string) =>
    isAccount(id)
      ? asSanctions(laid.filter(({ room }) => room === name || room === ''))
      : guests.of(id, sharer.address, name).sanctions
  const found = new Map<string, Found>()
  for (const record of listed) found.set(record.room, { room: record.room, record })
  for (const { room } of invitations) found.set(room, { ...found.get(room), room, isInvited: true })
  for (const { room, role } of places) found.set(room, { room, record: found.get(room)?.record, member: role })
  return [...found.values()]
    .sort((a, b) => (a.room < b.room ? -1 : 1))
    .slice(0, most)
    .map(each => ({ ...each, sanctions: sanctionsIn(each.room) }))
}

/** Encoded; undefined: it is no more, or not for them. */
async function summaryOf(hub: HubContext, actor: Actor, found: Found): Promise<string | undefined> {
  const { room, member, sanctions, isInvited } = found
  const { identity } = actor
  const record = found.record ?? (await hub.directory.room(room))
  const place = placeOf(room, record, hub.listed)
  if (place === undefined) return undefined
  const { kind, title, topic } = place
  const other = place.pair && member ? await otherOf(hub, identity, place.pair) : undefined
  const standing = standingOf({ own: roleOf(identity, room), member, sanctions, ...other }, place)
  const now = hub.timeOfDay()
  const denied = refuseAction(standing, 'read', place, now)
  const role = isInvited && member === undefined ? 'invited' : standing.role
  if (denied?.code === 'not_found' && role !== 'invited') return undefined
  const isReader = denied === undefined
  const can = isReader ? allowedActions(standing, place, now) : []
  const count = isReader ? await countIn(hub, room) : undefined
  const state = isReader ? await hub.positions.state(identity, room) : undefined
  const facts = JSON.stringify({ room, kind, title, topic, role, can, count, peer: other?.peer, ...state })
  const last = isReader ? await lastOf(hub, actor, room) : undefined
  return last === undefined ? facts : `${facts.slice(0, -1)},"last":${last}}`
}

/** People there, on whatever node. */
async function countIn({ rooms, presence }: HubContext, room: string): Promise<number> {
  return rooms.known(room)?.people.count ?? (await presence?.count(room)) ?? 0
}

async function lastOf(hub: HubContext, actor: Actor, room: string): Promise<string | undefined> {
  const page = await hub.log.page(room, { limit: 1, maxBytes: 1 })
  const [last] = await encodeFor(hub, actor, room, page?.messages ?? [])
  return last
}
