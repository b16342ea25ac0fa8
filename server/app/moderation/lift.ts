import { mayHandle } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import type { RoomAction } from '../actions/action.ts'
import { fromLog, ok, refuse } from '../hub-context.ts'
import { deed } from './deed.ts'
import { refuseDeed } from './deed-rate.ts'
import { addressOf, asGuest, findTarget } from './target.ts'

/** What is not laid on somebody is lifted as well: again it is the same answer. */
export const lift: RoomAction<'lift'> = async (hub, actor, request, where) => {
  const tooFast = refuseDeed(hub, actor, request)
  if (tooFast) return tooFast
  const { directory, rights, guests } = hub
  const { room, kind, cid, everywhere } = request
  const { identity } = actor
  if (everywhere && identity.role !== 'admin') return refuse('forbidden', 'Only those who run this server may do this.')
  const place = everywhere ? '' : room
  const done = await fromLog(hub, async () => {
    const target = await findTarget(hub, where, room, request.user)
    const user = target?.id ?? request.user
    const laid = (await directory.sanctionsOf(user, undefined, 100)).find(
      each => each.room === place && each.kind === kind,
    )
    if (target === undefined && laid === undefined) return 'nobody'
    if (target && !mayHandle(where.standing.role, target.role)) return 'above'
    const about = { user: target?.user ?? { id: user, name: '' }, kind, ...(everywhere && { everywhere }) }
    const audit = deed(hub, actor, { room, action: 'lift', cid, target: about })
    await directory.liftSanction(place, user, kind, audit)
    for (const id of target ? asGuest(hub, target) : []) await directory.liftSanction(place, id, kind)
    const address = addressOf(hub, { id: user, elsewhere: target?.elsewhere ?? [] })
    if (address !== undefined && (kind === 'mute' || kind === 'ban')) {
      await guests.ready()
      for (const each of [kind, 'watch'] as const) await directory.liftSanction(place, guests.keyOf(address), each)
    }
    if (isAccount(user)) await rights.quiet(user)
    return 'done'
  })
  if (!done.ok) return done
  if (done.value === 'nobody') return refuse('not_found', 'There is nobody of that id in this room.')
  if (done.value === 'above') return refuse('forbidden', 'They keep order here themselves. Ask somebody above them.')
  return ok()
}
