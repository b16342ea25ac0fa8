import type { FilterHit } from '../../../sdk/protocol/filters.ts'
import { refusal } from '../../core/refusal.ts'
import type { Result } from '../hub-context.ts'

const WORDS: Record<FilterHit['rule'], string> = {
  words: 'Something in it is not allowed here.',
  links: 'Links are not allowed here, or not this one.',
  flood: 'You have written this a moment ago.',
  mentions: 'It names too many people.',
  letters: 'It has too many signs.',
  first: 'Here a moderator looks at first messages. Log in anew with a newer version of this chat.',
  everyone: 'Here a moderator looks at messages first. Use a newer version of this chat.',
}

/** To who wrote it: by which rule, but not which word. */
export function blockedBy({ rule, detail }: FilterHit): Result & { ok: false } {
  const why = refusal('blocked_by_rule', `This message was not taken. ${WORDS[rule]}`)
  return { ok: false, refusal: { ...why, rule, ...(detail !== undefined && { detail }) } }
}
