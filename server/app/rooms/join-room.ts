import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import { refusal } from '../../core/refusal.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import { type Active, fromLog, type HubContext, logRefusal } from '../hub-context.ts'
import { idsOf, roleOf } from '../identity/authenticator.ts'
import type { Sharer } from '../shared-rate.ts'
import { encodeJoined, RESUME_BYTES, readRoom, withTail } from './read-room.ts'
import type { NoPlace } from './rooms.ts'

export interface PreparedRoom {
  ok: true
  /** Of its content, when it was read. */
  bytes: number
  /** The JoinResult as of this turn, encoded; undefined when too much happened in the meantime. */
  offer(): string | undefined
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
  const refused = refuseRoomName(from.room)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const { identity, member, sharer } = active
  const opened = await open(hub, from.room, sharer)
  if (!opened.ok) return opened
  const { room, collector } = opened
  const seat = room.seats.of(roleOf(identity, room.name))
  const reader = idsOf(identity)
  const result = await fromLog(hub, () => readRoom(hub.log, from, { limits: hub.limits, reader, most, charge }))
  const read = result.ok ? result.value : undefined
  if (read === undefined) {
    collector.stop()
    return result.ok ? { ok: false, refusal: deferred } : result
  }
  const whole = () => withTail(read, collector.events, reader)
  return {
    ok: true,
    bytes: read.bytes,
    cancel: collector.stop,
    offer() {
      if (collector.full) return undefined
      const presence = room.snapshotJson(member.user)
      hub.reads.charge(sharer, presence.length)
      return encodeJoined(room.name, whole(), presence, seat.json)
    },
    enter() {
      const others = active.joined.filter(({ room: other }) => other !== room && !other.gone)
      if (active.joined.some(({ room: other }) => other === room)) room.enterAgain(member)
      else room.enter(member, whole().head.seq)
      // not by a spread, whose list has room for 16 more
      active.joined = others.concat(seat)
      collector.stop()
    },
  }
}

export const deferred = refusal('deferred', 'The reply is full. Join this room singly.')

export function refuseMoreRooms(hub: HubContext, joined: number): Refusal | undefined {
  if (joined < hub.limits.rooms) return undefined
  return refusal('forbidden', `A connection joins at most ${hub.limits.rooms} rooms. Leave one first.`)
}

async function open(hub: HubContext, name: string, by: Sharer) {
  try {
    let room = hub.rooms.open(name, by)
    // only then it matters whether anything was ever written
    if (room === 'full' && (await hub.log.head(name)).seq > 0) room = hub.rooms.open(name, by, true)
    if (typeof room === 'object') return { ok: true as const, room, collector: room.collect() }
    return { ok: false as const, refusal: NO_PLACE[room] }
  } catch (error) {
    return { ok: false as const, refusal: logRefusal(hub, error) }
  }
}

const NO_PLACE: { [K in NoPlace]: Refusal } = {
  share: refusal('rate_limited', 'Too many rooms are open from here. Leave one, or try later.', 30_000),
  full: refusal('unavailable', 'This server is full of rooms. Try later.', 30_000),
}
