import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { JoinResult } from '../../../sdk/protocol/replies.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import { PROTOCOL_VERSION } from '../../../sdk/protocol/version.ts'
import { refusal } from '../../core/refusal.ts'
import { encodeLimits } from '../../wire/encode.ts'
import type { Active, FrameOf, Handler, HubContext, Later } from '../hub-context.ts'
import { refuse } from '../hub-context.ts'
import { type Prepared, prepareRoom, refuseMoreRooms } from '../join-room.ts'

const REPLY_BYTES = 256_000
/** More than the reply has beside its rooms, and more than a refused room has beside its name. */
const FRAME_BYTES = 2_000
const REFUSED_BYTES = 250
const ROOMS_AT_ONCE = 8

/** A second `connect`; the first is not the business of an active connection. */
export const connect: Handler<'connect'> = () => refuse('bad_request', 'This connection has said connect already.')

/** The answer to the first `connect`, whose session is attached. */
export async function openRooms(hub: HubContext, active: Active, request: FrameOf<'connect'>): Promise<Later> {
  const wanted = request.rooms ?? []
  const prepared: Prepared[] = []
  let bytes = 0
  // what does not fit into the reply is not read
  for (let at = 0; at < wanted.length && bytes <= REPLY_BYTES; at += ROOMS_AT_ONCE) {
    const group = wanted.slice(at, at + ROOMS_AT_ONCE)
    for (const result of await Promise.all(group.map((from, index) => prepare(hub, from, at + index)))) {
      if (result.ok) bytes += result.bytes
      prepared.push(result)
    }
  }
  return open => {
    let left = REPLY_BYTES - FRAME_BYTES
    for (const { room } of wanted) left -= Buffer.byteLength(room) + REFUSED_BYTES
    const rooms = wanted.map(({ room }, index) => {
      const result = prepared[index]
      if (result?.ok === false) return refusedJson(room, result.refusal)
      const json = open ? result?.offer(active) : undefined
      const bytes = Buffer.byteLength(json ?? '')
      if (result === undefined || json === undefined || bytes > left) {
        result?.cancel()
        return refusedJson(room, deferred)
      }
      left -= bytes
      result.enter(active)
      return json
    })
    if (open && active.joined.length === 0) active.member.peer.subscribe(active.roomless)
    return { ok: true, fields: encodeConnected(hub, active, rooms), now: true }
  }
}

function prepare(hub: HubContext, from: RoomPosition, index: number): Promise<Prepared> {
  const tooMany = refuseMoreRooms(hub, index)
  return tooMany === undefined ? prepareRoom(hub, from) : Promise.resolve({ ok: false, refusal: tooMany })
}

const deferred = refusal('deferred', 'The reply is full. Join this room singly.')

function refusedJson(room: string, error: Refusal): string {
  return JSON.stringify({ room, error } satisfies JoinResult)
}

function encodeConnected({ timeOfDay, heartbeatMs, limits }: HubContext, { session }: Active, rooms: string[]): string {
  const { user, id: sessionId } = session
  const who = `"user":${JSON.stringify(user)},"sessionId":${JSON.stringify(sessionId)},"protocol":${PROTOCOL_VERSION}`
  const rest = `"heartbeatMs":${heartbeatMs},"serverAt":${timeOfDay()},"limits":${encodeLimits(limits)}`
  return `${who},${rest},"rooms":[${rooms.join(',')}]`
}
