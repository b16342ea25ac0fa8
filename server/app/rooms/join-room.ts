import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { isFiltered } from '../../../sdk/protocol/filters.ts'
import type { OwnHeld } from '../../../sdk/protocol/moderation.ts'
import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { ReadState } from '../../../sdk/protocol/records.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import { refusal } from '../../core/refusal.ts'
import { type Active, fromLog, type HubContext } from '../hub-context.ts'
import { idsOf, roleOf } from '../identity/authenticator.ts'
import { ownHeld } from '../moderation/own-held.ts'
import type { Asking } from '../online.ts'
import { laidOnGuest, lookAt } from './look-at.ts'
import { type OpenedRoom, openRoom, refuseReading } from './open-room.ts'
import { encodeJoined, RESUME_BYTES, type RoomRead, readRoom, withTail } from './read-room.ts'
import type { Seat } from './seat.ts'
import { type Grounds, standingOf } from './seats.ts'

export interface PreparedRoom {
  ok: true
  /** Of its content, when it was read. */
  bytes: number
  /** The JoinResult as of this turn, encoded; or why there is none: too much has happened, or they may not read any more. */
  offer(): { ok: true; json: string } | { ok: false; refusal: Refusal }
  /** Enters the room; what was offered is sent in the same turn. */
  enter(): void
  cancel(): void
}

export type Prepared = PreparedRoom | { ok: false; refusal: Refusal }

/**
 * Reads a room for someone who joins, without losing or reordering what is published in the meantime. What could be resumed,
 * but not within `most` bytes, is `deferred`.
 */
export async function prepareRoom(
  hub: HubContext,
  active: Active,
  from: RoomPosition,
  charge: (bytes: number) => void,
  most = RESUME_BYTES,
): Promise<Prepared> {
  const asking = hub.online.begin(active, from.room)
  const opened = await openRoom(hub, active, from.room)
  const refused = (why: Refusal): Prepared => {
    hub.online.end(active, asking)
    if (opened.ok) opened.collector.stop()
    return { ok: false, refusal: why }
  }
  if (!opened.ok) return refused(opened.refusal)
  const reader = idsOf(active.identity)
  const result = await fromLog(hub, async () => {
    const read = await readRoom(hub.log, from, { limits: hub.limits, reader, most, charge })
    if (read === undefined) return undefined
    const [state, held] = await Promise.all([
      hub.positions.joined(active.identity, from.room),
      ownHeld(hub, active, opened.room),
    ])
    return { read, state, held }
  })
  if (!result.ok) return refused(result.refusal)
  if (result.value === undefined) return refused(deferred)
  const grounds = await groundsNow(hub, active, opened, asking)
  return grounds.ok
    ? prepared(hub, active, { opened, ...result.value, grounds: grounds.value, asking })
    : refused(grounds.refusal)
}

/** What was said to be different while the room was read is looked at once more. */
async function groundsNow(
  hub: HubContext,
  active: Active,
  { room, grounds }: OpenedRoom,
  asking: Asking | undefined,
): Promise<{ ok: true; value: Grounds } | { ok: false; refusal: Refusal }> {
  if (!asking?.stale) return { ok: true, value: grounds }
  asking.stale = false
  asking.member = undefined
  const looked = await lookAt(hub, active, room.name, room)
  return looked.ok ? { ok: true, value: looked.value.grounds } : looked
}

interface Reading {
  opened: OpenedRoom
  read: RoomRead
  /** How far they have read; undefined: a guest. */
  state: ReadState | undefined
  held: readonly OwnHeld[]
  grounds: Grounds
  asking: Asking | undefined
}

function prepared(
  hub: HubContext,
  active: Active,
  { opened, read, state, held, grounds, asking }: Reading,
): PreparedRoom {
  const { room, collector } = opened
  const { sharer } = active
  const whole = () => withTail(read, collector.events, idsOf(active.identity))
  let seat: Seat | undefined
  const cancel = () => {
    hub.online.end(active, asking)
    collector.stop()
  }
  return {
    ok: true,
    bytes: read.bytes,
    cancel,
    offer() {
      if (collector.full || asking?.stale) return { ok: false, refusal: outdated }
      const own = roleOf(active.identity, room.name)
      // also that nothing is any more
      const laid = asking ? {} : { sanctions: laidOnGuest(hub, active, room.name).sanctions }
      const now: Grounds = { ...grounds, own, ...(asking?.member && { member: asking.member.role }), ...laid }
      const { place } = room.seats
      const refused = refuseReading(hub, { ok: true, value: { place, grounds: now, standing: standingOf(now, place) } })
      if (refused !== undefined) return { ok: false, refusal: refused }
      seat = room.seats.of(now)
      const presence = room.people.snapshotJson(active.member.user)
      hub.reads.charge(sharer, presence.length)
      const waiting = held.filter(({ hold }) => !room.queue.hasEnded(hold))
      const rest = seat.joinedJson + readJson(state, waiting) + filtersJson(hub, seat)
      return { ok: true, json: encodeJoined(room.name, whole(), presence, rest) }
    },
    enter() {
      if (seat === undefined) return
      const { member } = active
      const others = active.joined.filter(({ room: other }) => other !== room && !other.gone)
      if (active.joined.some(({ room: other }) => other === room)) room.enterAgain(member)
      else room.enter(member, whole().head.seq)
      // not by a spread, whose list has room for 16 more
      active.joined = others.concat(seat)
      const { endsAt, standing, place } = seat
      if (endsAt !== undefined) hub.ends.follow(active.identity.user.id, room.name, endsAt)
      if (refuseAction(standing, 'moderate', place, hub.timeOfDay()) === undefined) room.queue.follow(member, true)
      cancel()
    },
  }
}

/** What a client can look at by itself; nobody is told the words. */
function filtersJson(hub: HubContext, { standing, place }: Seat): string {
  const told = [hub.filters, place.filters].flatMap(filters => {
    if (filters === undefined || !isFiltered(standing.role, filters)) return []
    const { links, floods } = filters
    return links || floods ? [{ links, floods }] : []
  })
  return told.length > 0 ? `,"filters":${JSON.stringify(told)}` : ''
}

/** What a JoinResult says of what they have read, behind the inside of an object. */
function readJson(state: ReadState | undefined, held: readonly OwnHeld[]): string {
  const waiting = held.length > 0 ? { held } : undefined
  return state || waiting ? `,${JSON.stringify({ ...state, ...waiting }).slice(1, -1)}` : ''
}

export const deferred = refusal('deferred', 'The reply is full. Join this room singly.')
/** Too much has happened meanwhile. */
export const outdated = refusal('unavailable', 'The room could not be read in time. Try again.')

export function refuseMoreRooms(hub: HubContext, joined: number): Refusal | undefined {
  if (joined < hub.limits.rooms) return undefined
  return refusal('forbidden', `A connection joins at most ${hub.limits.rooms} rooms. Leave one first.`)
}
