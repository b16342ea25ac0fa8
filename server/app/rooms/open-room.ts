import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refuseAction } from '../../../sdk/protocol/policy.ts'
import { refusal } from '../../core/refusal.ts'
import { refuseRoomName } from '../../core/room-name.ts'
import { type Active, fromLog, type HubContext, logRefusal } from '../hub-context.ts'
import { refuseDenied } from '../refuse-denied.ts'
import type { Sharer } from '../shared-rate.ts'
import type { Collector } from './collector.ts'
import type { LiveRoom } from './live-room.ts'
import { isForSome, type Look, type Looked, lookAt } from './look-at.ts'
import type { NoPlace } from './rooms.ts'
import type { Grounds } from './seats.ts'

/** A room that somebody is about to join: alive, and known how it is set. */
export interface OpenedRoom {
  ok: true
  room: LiveRoom
  collector: Collector
  grounds: Grounds
}

type Opened = OpenedRoom | { ok: false; refusal: Refusal }

/** Opens a room for who may read it. Where it may be hidden nothing is opened before that is known. */
export async function openRoom(hub: HubContext, active: Active, name: string): Promise<Opened> {
  const { sharer } = active
  const first = isForSome(hub, name) ? await lookAt(hub, active, name) : undefined
  const refused = refuseRoomName(name) ?? (first && refuseReading(hub, first))
  if (refused) return { ok: false, refusal: refused }
  const alive = await enliven(hub, name, sharer)
  if (!alive.ok) return alive
  const { room, collector } = alive
  const waits = room.people.ready()
  // a snapshot shows who is there on other nodes, too
  const known = waits && (await fromLog(hub, () => waits))
  if (known?.ok === false) {
    collector.stop()
    return known
  }
  const looked = first?.ok ? await whenReady(hub, room, first.value) : await lookAt(hub, active, name, room)
  const denied = refuseReading(hub, looked)
  if (looked.ok && denied === undefined) return { ok: true, room, collector, grounds: looked.value.grounds }
  collector.stop()
  return { ok: false, refusal: denied as Refusal }
}

/** Why somebody may not read what they looked at. */
export function refuseReading({ timeOfDay }: HubContext, looked: Looked): Refusal | undefined {
  if (!looked.ok) return looked.refusal
  const { standing, place } = looked.value
  const denied = refuseAction(standing, 'read', place, timeOfDay())
  return denied && refuseDenied(denied, timeOfDay())
}

async function whenReady(hub: HubContext, { settings }: LiveRoom, look: Look): Promise<Looked> {
  const ready = await fromLog(hub, async () => settings.ready())
  return ready.ok ? { ok: true, value: look } : ready
}

async function enliven(
  hub: HubContext,
  name: string,
  by: Sharer,
): Promise<{ ok: true; room: LiveRoom; collector: Collector } | { ok: false; refusal: Refusal }> {
  try {
    let room = hub.rooms.open(name, by)
    // only then it matters whether anything was ever written
    if (room === 'full' && (await hub.log.head(name)).seq > 0) room = hub.rooms.open(name, by, true)
    if (typeof room === 'object') return { ok: true, room, collector: room.collect() }
    return { ok: false, refusal: NO_PLACE[room] }
  } catch (error) {
    return { ok: false, refusal: logRefusal(hub, error) }
  }
}

const NO_PLACE: { [K in NoPlace]: Refusal } = {
  share: refusal('rate_limited', 'Too many rooms are open from here. Leave one, or try later.', 30_000),
  full: refusal('unavailable', 'This server is full of rooms. Try later.', 30_000),
}
