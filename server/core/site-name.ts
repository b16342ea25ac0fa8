import { codePoints, USERNAME_LENGTH } from '../../sdk/protocol/limits.ts'
import { isReserved } from './reserved-names.ts'
import { parseUsername } from './username.ts'

/** Of a name no more is looked at. UTF-16 units. */
const RAW_LENGTH = 256
const SPACE = /^[\p{Z}\s]+$/u
const SPELT = /^\S(?: \S)+$/u
const UNSEEN = /[\p{M}\p{C}\p{Default_Ignorable_Code_Point}]/gu
const OUTER_SIGNS = /^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A name that a site gives somebody, as names are here: what no name may have is left out, what is too long is cut, and
 * words that speak for the service are dropped. It is never refused: where nothing is left it is `Member` and a number
 * of theirs. `subject`: who it is for the site.
 */
export function siteName(raw: string, subject: string): string {
  const name = cleaned(raw)
  if (name !== '' && !isReserved(name)) return name
  const plain = withoutReserved(name)
  return plain === '' ? `Member ${numberOf(subject)}` : plain
}

/** As much of it as makes a name; '' if nothing does. */
function cleaned(raw: string): string {
  const whole = parseUsername(raw)
  if (whole.ok) return whole.name
  let name = ''
  let space = ''
  for (const { segment } of graphemes.segment(raw.slice(0, RAW_LENGTH).toWellFormed().normalize('NFKC'))) {
    if (SPACE.test(segment)) {
      space = name === '' ? '' : ' '
      continue
    }
    if (codePoints(name + space, USERNAME_LENGTH) >= USERNAME_LENGTH) break
    const longer = [segment, segment.replace(UNSEEN, '')].flatMap(part => {
      const parsed = part === '' ? undefined : parseUsername(name + space + part)
      return parsed?.ok ? [parsed.name] : []
    })[0]
    if (longer === undefined) continue
    name = longer
    space = ''
  }
  return name
}

/** The words of it that may stand together. */
function withoutReserved(name: string): string {
  let kept = ''
  for (const word of name.split(' ')) {
    const longer = kept === '' ? word : `${kept} ${word}`
    if (!isReserved(longer)) kept = longer
  }
  // The beginning of a word that was spelt out says nothing
  const parsed = parseUsername(SPELT.test(kept) ? '' : kept.replace(OUTER_SIGNS, ''))
  return parsed.ok && !isReserved(parsed.name) ? parsed.name : ''
}

/** Four digits, always the same for one subject. */
function numberOf(subject: string): string {
  let sum = 0
  for (const char of subject) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973
  return String(sum).padStart(4, '0')
}
