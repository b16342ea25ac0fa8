import { createHash } from 'node:crypto'
import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { below } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import { isGivenName, refuseRoomName } from '../../core/room-name.ts'
import { checkRoomTexts } from '../../core/room-texts.ts'
import type { RoomRecord } from '../../ports/directory.ts'
import { fromLog, type HubContext, ok, refuse } from '../hub-context.ts'
import type { ServerAction, ServerRequestOf } from './action.ts'
import type { Actor } from './actor.ts'
import { refuseMaking } from './make-rate.ts'

type Wanted = ServerRequestOf<'create_room'>

const MOST_OF_ONE = 100
const NAME_LENGTH = 22

/** Makes a room, whose owner is who made it. Asked again it is the same room. */
export const createRoom: ServerAction<'create_room'> = async (hub, actor, wanted) => {
  const refused = refuseKind(hub, actor, wanted) ?? refuseName(wanted)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const checked = checkRoomTexts(wanted)
  if (!checked.ok) return checked
  const tooFast = refuseMaking(hub, actor)
  if (tooFast) return tooFast
  const { kind, cid } = wanted
  const createdBy = actor.identity.user.id
  const room = wanted.room ?? nameOf(createdBy, cid)
  const { title, topic } = checked.texts
  const texts = { title: title || undefined, topic: topic || undefined }
  const set = { slowMs: 0, write: 'guest', locked: false } as const
  const made = await fromLog(hub, () =>
    make(hub, { room, kind, ...texts, ...set, createdBy, createdAt: hub.timeOfDay() }),
  )
  if (!made.ok) return made
  switch (made.value) {
    case 'ok':
      return ok({ room })
    case 'taken':
      return refuse('conflict', 'There is a room of this name. Take another.')
    case 'too_many':
      return refuse('too_many', 'You have made as many rooms as you may, or have a place in as many.')
    case 'not_found':
      return refuse('forbidden', 'This account is no more.')
  }
}

async function make(hub: HubContext, record: RoomRecord) {
  const { directory, log, rooms } = hub
  const { room, kind, createdBy } = record
  const [there, head, count] = await Promise.all([directory.room(room), log.head(room), directory.madeBy(createdBy)])
  if (there !== undefined) return isTheSame(there, record) ? 'ok' : 'taken'
  // one that people talk in, though nobody made it, is nobody's to take
  if (head.seq > 0 || (kind !== 'members' && (rooms.known(room)?.idle ?? true) === false)) return 'taken'
  if (count >= MOST_OF_ONE) return 'too_many'
  const added = await directory.addRoom(record, [{ user: createdBy, role: 'owner' }])
  if (added !== 'taken') return added
  const first = await directory.room(room)
  return first !== undefined && isTheSame(first, record) ? 'ok' : 'taken'
}

function isTheSame(one: RoomRecord, other: RoomRecord): boolean {
  return one.kind === other.kind && one.createdBy === other.createdBy
}

/** Why this person makes no room of this kind on this server. */
function refuseKind(
  { createRooms = 'user', listed }: HubContext,
  { identity }: Actor,
  { kind }: Wanted,
): Refusal | undefined {
  const { user, role } = identity
  if (createRooms === 'nobody') return refusal('forbidden', 'Nobody makes rooms on this server.')
  if (!isAccount(user.id)) return refusal('forbidden', 'Only people with an account may do this.')
  const least = createRooms === 'admin' || (listed && kind !== 'members') ? 'admin' : 'user'
  return below(role, least) ? refusal('forbidden', 'Only those who run this server may do this.') : undefined
}

function refuseName({ kind, room }: Wanted): Refusal | undefined {
  if (kind === 'members')
    return room === undefined
      ? undefined
      : refusal('bad_request', 'A members room is named by the server. Give it a title.')
  if (room === undefined) return refusal('bad_request', 'Say what the room is called.')
  if (isGivenName(room)) return refusal('invalid_room', 'Names that begin with dm: or priv: are given by the server.')
  return refuseRoomName(room)
}

/** Of a members room: the same for the same request, and for no other. */
function nameOf(user: string, cid: string): string {
  const hash = createHash('sha256').update(`${user} ${cid}`).digest('base64url')
  return `priv:${hash.slice(0, NAME_LENGTH)}`
}
