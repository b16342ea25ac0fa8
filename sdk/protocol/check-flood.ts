import type { FilterHit, FilterRule, FloodRule } from './filters.ts'

/** Shorter texts may be of nothing but signs. Characters without space. */
const LEAST = 20
const MOST_EMOJI = 10
/** With its tone, joined to others, or two letters of a flag: one emoji. */
const EMOJI =
  /\p{RI}{2}|(?!\p{N})\p{ExtPict}[\uFE0F\p{EMod}]*(?:\u200D\p{ExtPict}[\uFE0F\p{EMod}]*)*|[0-9#*]\uFE0F?\u20E3/gu
/** A letter with its accents. More than four are no accents, but paint. */
const LETTERS = /[\p{L}\p{N}]\p{M}{0,4}/gu
const SIGNS = /[^\s\p{DI}]/gu

/** What is known of a message beside its text. */
export interface Flood {
  /** How many people it names. */
  mentions: number
  /** How often its author wrote the same within the last 60 s, this time not counted. */
  same: number
}

/** What in a message is too much for the rule: the same again, too many people, or too few letters. */
export function checkFlood(text: string, { mentions, same }: Flood, rule: FloodRule): FilterHit | undefined {
  const hit = (of: FilterRule): FilterHit => ({ rule: of, action: rule.action })
  if (rule.same !== undefined && same >= rule.same) return hit('flood')
  if (rule.mentions !== undefined && mentions > rule.mentions) return hit('mentions')
  if (rule.letters !== undefined && percentOfSigns(text) > rule.letters) return hit('letters')
  return undefined
}

/** How many percent of a text are neither letters, digits nor its first emoji; 0 for short ones. */
function percentOfSigns(text: string): number {
  let emoji = 0
  let letters = 0
  const others = text
    .normalize('NFC')
    .replace(EMOJI, () => {
      emoji++
      return ' '
    })
    .replace(LETTERS, () => {
      letters++
      return ' '
    })
  const signs = (others.match(SIGNS) ?? []).length
  const all = letters + emoji + signs
  return all < LEAST ? 0 : (100 * (signs + Math.max(0, emoji - MOST_EMOJI))) / all
}
