import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { lookAlikeKeys } from '../../core/confusables.ts'
import { refusal } from '../../core/refusal.ts'
import { isReserved } from '../../core/reserved-names.ts'
import { parseUsername } from '../../core/username.ts'

export type WantedName = { ok: true; name: string; keys: string[] } | { ok: false; refusal: Refusal }

export const NAME_TAKEN = refusal(
  'username_taken',
  'Someone has this name, or one that looks like it. Choose another name.',
)

/** A name that somebody may have, where nobody else has it; as it is shown, and by what it looks like. */
export function parseWantedName(username: string): WantedName {
  const parsed = parseUsername(username)
  if (!parsed.ok) return { ok: false, refusal: refusal('invalid_username', parsed.message) }
  if (isReserved(parsed.name))
    return { ok: false, refusal: refusal('username_taken', 'This name is reserved. Choose another name.') }
  return { ok: true, name: parsed.name, keys: lookAlikeKeys(parsed.name) }
}
