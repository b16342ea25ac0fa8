import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { Limits } from '../../../sdk/protocol/limits.ts'
import { checkText } from '../../core/message-text.ts'
import { refusal } from '../../core/refusal.ts'
import type { Mention } from '../../ports/room-log.ts'
import type { LiveRoom } from '../rooms/live-room.ts'

type WrittenText =
  | { ok: true; text: string; mentions: readonly Mention[] | undefined }
  | { ok: false; refusal: Refusal }

/** What somebody writes, as it is stored, and whom it names, with the names of those who are here; or why it cannot be. */
export function readText(
  room: LiveRoom | undefined,
  { text, mentions }: { text: string; mentions?: readonly string[] | undefined },
  limits: Limits,
): WrittenText {
  const checked = checkText(text, limits.messageLength)
  if (!checked.ok) return checked
  if (mentions !== undefined && mentions.length > limits.mentions)
    return { ok: false, refusal: refusal('too_many', `A message names at most ${limits.mentions} people.`) }
  return { ok: true, text: checked.text, mentions: mentions?.map(id => ({ id, name: room?.people.user(id)?.name })) }
}
