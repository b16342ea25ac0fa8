import { checkRoomTexts } from '../../core/room-texts.ts'
import { refuse } from '../hub-context.ts'
import { deed } from '../moderation/deed.ts'
import type { RoomAction } from './action.ts'
import { append, type Words } from './append.ts'
import { refuseMaking } from './make-rate.ts'

const OF_ROOMS: Words = { not_found: 'Nobody has made this room, so that it cannot be set.' }

export const changeRoom: RoomAction<'change_room'> = (hub, actor, request, { room: live, place }) => {
  const { room, cid, slowMs, write, locked, hideModerators } = request
  if (write !== undefined && place.kind !== 'open') return refuse('bad_request', 'Who writes can be set in open rooms.')
  const checked = checkRoomTexts(request)
  if (!checked.ok) return checked
  const set = Object.entries({ slowMs, write, locked, hideModerators }).filter(([, value]) => value !== undefined)
  const changes = { ...checked.texts, ...Object.fromEntries(set) }
  if (Object.keys(changes).length === 0) return refuse('bad_request', 'Say what is to be different.')
  // of this everybody in the room is told who may something else now
  const tooFast = set.length > 0 ? refuseMaking(hub, actor) : undefined
  if (tooFast) return tooFast
  const content = { kind: 'room_changed', changes } as const
  return append(hub, actor, request, live, content, ({ seq, unchanged }) => ({ seq: unchanged ? undefined : seq }), {
    words: OF_ROOMS,
    audit: deed(hub, actor, { room, action: 'change_room', cid, target: { changes } }),
  })
}
