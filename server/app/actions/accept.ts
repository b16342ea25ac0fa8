import { NO_ROOM, refuseRoomName } from '../../core/room-name.ts'
import { fromLog, ok } from '../hub-context.ts'
import type { ServerAction } from './action.ts'
import { append, type Words } from './append.ts'

const WORDS: Words = { not_found: NO_ROOM.message, too_many: 'You have a place in as many rooms as anybody may.' }

/** The answer to an invitation, which alone says that the room is there. */
export const accept: ServerAction<'accept'> = async (hub, actor, { room, on }) => {
  const refused = refuseRoomName(room)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const { directory } = hub
  const { id, name } = actor.identity.user
  const read = await fromLog(hub, async () => {
    const [invitation, membership] = await Promise.all([directory.invitation(room, id), directory.membership(room, id)])
    if (invitation && !on) await directory.dropInvitation(room, id)
    return { invitation, membership }
  })
  if (!read.ok) return read
  const { invitation, membership } = read.value
  // once more by who is in: the answer to the first was lost
  if (invitation === undefined) return membership && on ? ok({ room }) : { ok: false, refusal: NO_ROOM }
  if (!on || membership) return ok({ room })
  const request = { room, cid: `accept-${invitation.at}` }
  const content = { kind: 'member_changed', member: { id, name }, role: 'member' } as const
  // what was said before is there to be read, but not new
  const marked = await fromLog(hub, () => hub.positions.joined(actor.identity, room, true))
  if (!marked.ok) return marked
  return append(hub, actor, request, hub.rooms.known(room), content, ({ seq }) => ({ seq }), { words: WORDS })
}
