import { JOIN_BEFORE, JOIN_NEXT, MARKED_SCRIPTS, STACKERS, VIRAMAS } from './joiners-data.ts'

// Younger than the sources' target, and so no literal
const SETS = 'gv'
/** A space stands for each, so that what follows it stands alone. Keyboards write a selector behind any emoji. */
const EMOJI = new RegExp(String.raw`[\p{Emoji_Presentation}&&\p{Extended_Pictographic}]\uFE0F|\p{RGI_Emoji}`, SETS)
const EMOJI_SEQUENCE =
  /\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?(?:\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)+/gu
/** Where a sequence may lack the selector that RGI has. */
const UNSELECTED = /(?=\p{Extended_Pictographic})\P{Emoji_Presentation}(?![\uFE0F\p{Emoji_Modifier}])/gu
const EMOJI_STYLE = /(?<=\p{Extended_Pictographic})\uFE0F/gu
/** Where a joiner is seen: RFC 5892 A.1 and A.2, and the Bengali ra that keeps its form above a ya. */
const JOINERS = new RegExp(
  [
    String.raw`(?<=[${VIRAMAS}])[\u200C\u200D]`,
    String.raw`(?<=[${JOIN_NEXT}]\p{Mn}*)\u200C(?=\p{Mn}*[${JOIN_BEFORE}])`,
    String.raw`(?<=\u09B0)\u200D(?=\u09CD\u09AF)`,
  ].join('|'),
  'gu',
)
const STACKER_AT_END = new RegExp(String.raw`[${STACKERS}](?!\p{L})`, 'u')
const INHERITED = /\p{Script=Inherited}/u
const MARKED = /(\P{M})(\p{M}+)/gu

/** A name without what may be invisible in it: joiners where scripts and emoji need them, and the emoji selector. */
export function withoutJoiners(name: string): string {
  return name
    .replace(EMOJI_SEQUENCE, sequence => sequence.replace(UNSELECTED, '$&\uFE0F'))
    .replace(EMOJI, ' ')
    .replace(EMOJI_STYLE, '')
    .replace(JOINERS, '')
}

interface Script {
  own: RegExp
  used: RegExp
}

const SCRIPTS: readonly Script[] = MARKED_SCRIPTS.split(' ').map(name => ({
  own: new RegExp(`\\p{Script=${name}}`, 'u'),
  used: new RegExp(`\\p{Script_Extensions=${name}}`, 'u'),
}))

/**
 * Whether a mark stands where fonts show nothing of it: on a letter of another script, or below a letter that is not
 * there. For a text without joiners.
 */
export function hasStrayMark(text: string): boolean {
  if (STACKER_AT_END.test(text)) return true
  for (const [, base = '', marks = ''] of text.matchAll(MARKED)) {
    for (const mark of marks) {
      const script = INHERITED.test(mark) ? undefined : SCRIPTS.find(({ own }) => own.test(mark))
      if (script && !script.used.test(base)) return true
    }
  }
  return false
}
