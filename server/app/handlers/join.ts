import type { Handler } from '../hub-context.ts'
import { roomlessTopic } from '../roomless.ts'
import { outdated, prepareRoom, refuseMoreRooms } from '../rooms/join-room.ts'

export const join: Handler<'join'> = async (hub, active, request) => {
  active.joined = active.joined.filter(({ room }) => !room.gone)
  const known = active.joined.some(({ room }) => room.name === request.room)
  const tooMany = known ? undefined : refuseMoreRooms(hub, active.joined.length)
  if (tooMany !== undefined) return { ok: false, refusal: tooMany }
  const read = await hub.reads.run(active.sharer, async charge => {
    return { ok: true, value: await prepareRoom(hub, active, request, charge) }
  })
  if (!read.ok) return read
  const prepared = read.value
  if (!prepared.ok) return prepared
  return open => {
    const offered = open ? prepared.offer() : { ok: false as const, refusal: outdated }
    if (!offered.ok) {
      prepared.cancel()
      return offered
    }
    const { peer } = active.member
    if (active.joined.length === 0) peer.unsubscribe(roomlessTopic(peer))
    prepared.enter()
    return { ok: true, fields: offered.json.slice(1, -1), now: true }
  }
}
