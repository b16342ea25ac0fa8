import { checkFilters } from '../../core/filter/check-filters.ts'
import type { RoomAction } from '../actions/action.ts'
import { fromLog, ok, refuse } from '../hub-context.ts'
import { deed } from './deed.ts'
import { refuseDeed } from './deed-rate.ts'

const UNMADE = 'Nobody has made this room, so that it cannot be set.'

/** Words too, which are told to nobody else. */
export const filters: RoomAction<'filters'> = (hub, _actor, _request, { place }) =>
  ok({ filters: place.filters ?? {}, server: hub.filters !== undefined })

export const setFilters: RoomAction<'set_filters'> = async (hub, actor, request) => {
  const tooFast = refuseDeed(hub, actor, request)
  if (tooFast) return tooFast
  const { room, cid } = request
  const checked = checkFilters(request.filters)
  if (!checked.ok) return refuse('bad_request', checked.message)
  const done = await fromLog(hub, async () => {
    const changed = await hub.directory.changeRoom(room, { filters: checked.filters })
    if (changed !== undefined) await hub.directory.note(deed(hub, actor, { room, action: 'set_filters', cid }))
    await hub.rooms.known(room)?.settings.ready()
    return changed
  })
  if (!done.ok) return done
  return done.value === undefined ? refuse('not_found', UNMADE) : ok()
}
