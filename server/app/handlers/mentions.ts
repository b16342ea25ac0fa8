import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import type { Mention } from '../../ports/room-log.ts'
import type { LiveRoom } from '../rooms/live-room.ts'

type Mentions = { ok: true; mentions: readonly Mention[] | undefined } | { ok: false; refusal: Refusal }

/** The people that a message names, with the names of those who are here; or why there are too many. */
export function readMentions(room: LiveRoom, ids: readonly string[] | undefined, most: number): Mentions {
  if (ids === undefined) return { ok: true, mentions: undefined }
  if (ids.length > most) return { ok: false, refusal: refusal('too_many', `A message names at most ${most} people.`) }
  return { ok: true, mentions: ids.map(id => ({ id, name: room.user(id)?.name })) }
}
