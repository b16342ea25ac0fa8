import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { JoinResult } from '../../../sdk/protocol/replies.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import { PROTOCOL_VERSION } from '../../../sdk/protocol/version.ts'
import { encodeLimits } from '../../wire/encode.ts'
import type { Active, FrameOf, Handler, HubContext, Later } from '../hub-context.ts'
import { refuse } from '../hub-context.ts'
import { roomlessTopic } from '../roomless.ts'
import { deferred, type Prepared, prepareRoom, refuseMoreRooms } from '../rooms/join-room.ts'

const REPLY_BYTES = 256_000
/** More than the reply has beside its rooms, and more than a refused room has beside its name. */
const FRAME_BYTES = 2_000
const REFUSED_BYTES = 250

/** A second `connect`; the first is not the business of an active connection. */
export const connect: Handler<'connect'> = () => refuse('bad_request', 'This connection has said connect already.')

/** The answer to the first `connect`, whose session is attached. */
export async function openRooms(hub: HubContext, active: Active, request: FrameOf<'connect'>): Promise<Later> {
  const wanted = request.rooms ?? []
  let most = REPLY_BYTES - FRAME_BYTES
  for (const { room } of wanted) most -= Buffer.byteLength(room) + REFUSED_BYTES
  const prepared = wanted.length > 0 ? await readRooms(hub, active, wanted, most) : []
  return open => {
    let left = most
    const rooms = wanted.map(({ room }, index) => {
      const result = prepared[index]
      if (result?.ok === false) return refusedJson(room, result.refusal)
      const offered = open ? result?.offer() : undefined
      const bytes = Buffer.byteLength(offered?.ok ? offered.json : '')
      if (result === undefined || !offered?.ok || bytes > left) {
        result?.cancel()
        return refusedJson(room, offered?.ok === false && !offered.refusal.retryable ? offered.refusal : deferred)
      }
      left -= bytes
      result.enter()
      return offered.json
    })
    const { peer } = active.member
    active.greeted = true
    if (open && active.joined.length === 0) peer.subscribe(roomlessTopic(peer))
    return { ok: true, fields: encodeConnected(hub, active, rooms), now: true }
  }
}

/** In order, as one read: what comes behind one that does not fit into `most` bytes is not read. */
async function readRooms(hub: HubContext, active: Active, wanted: readonly RoomPosition[], most: number) {
  const prepared: Prepared[] = []
  const read = await hub.reads.run(active.sharer, async charge => {
    let left = most
    for (const [index, from] of wanted.entries()) {
      const tooMany = refuseMoreRooms(hub, index)
      const result: Prepared =
        tooMany === undefined ? await prepareRoom(hub, active, from, charge, left) : { ok: false, refusal: tooMany }
      prepared.push(result)
      if (result.ok) left -= result.bytes
      else if (result.refusal.code === 'deferred') break
      if (left <= 0) break
    }
    return { ok: true, value: undefined }
  })
  return read.ok ? prepared : wanted.map(() => read)
}

function refusedJson(room: string, error: Refusal): string {
  return JSON.stringify({ room, error } satisfies JoinResult)
}

function encodeConnected(
  { timeOfDay, heartbeatMs, limits }: HubContext,
  { identity }: Active,
  rooms: string[],
): string {
  const { user, id: sessionId, tokenExpiresAt } = identity
  const who = `"user":${JSON.stringify(user)},"sessionId":${JSON.stringify(sessionId)},"protocol":${PROTOCOL_VERSION}`
  const rest = `"heartbeatMs":${heartbeatMs},"serverAt":${timeOfDay()},"limits":${encodeLimits(limits)}`
  const ends = tokenExpiresAt === undefined ? '' : `"tokenExpiresAt":${tokenExpiresAt},`
  return `${who},${ends}${rest},"rooms":[${rooms.join(',')}]`
}
