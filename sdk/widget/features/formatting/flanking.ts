import type { Mark } from './marks.ts'

// Each of these looks at one character, or at none at a text's edge.

/** A word of these scripts goes on without a space. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u
const EDGE = /^$|\s/
const QUOTE = /["'“”„‘’‚«»‹›]/
/** Signs that are no ASCII, emoji among them, stand between words; of ASCII only those named do. */
const FOREIGN = /(?![!-~])(?:[\p{P}\p{So}\p{EMod}]|\uFE0F)/u
const BEFORE = /[\p{Ps}\p{Pi}\p{Pd}"']/u
const AFTER = /[\p{Pe}\p{Pf}\p{Pd}"'.,;:!?]/u
/** What nobody begins an emphasized word with: paths, globs, sums and faces do. */
const NOT_FIRST = /[\s/\\.,;)\]}=+%&<>|*_~-]|(?!`)\p{Sk}/u
const NOT_LAST = /[\s/\\([{=<^|]/
/** May begin what stands between double marks, before a word. */
const SIGN = /[-+.]/
const WORD = /[\p{L}\p{N}]/u

/** Beside a quotation mark these are more likely code. */
const OF_CODE: readonly Mark[] = ['_', '||']

const at = (text: string, index: number) => {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** The whole character that ends at `index`. */
function endingAt(text: string, index: number): string {
  const low = text.charCodeAt(index - 1) >> 10 === 0x37
  return at(text, index - (low && index > 1 ? 2 : 1))
}

/** The characters around marks that stand together, from `from` to `to`. */
export function around(text: string, from: number, to: number): { before: string; after: string; second: string } {
  const after = at(text, to)
  return { before: from > 0 ? endingAt(text, from) : '', after, second: at(text, to + after.length) }
}

export type Around = ReturnType<typeof around>

const isBefore = (char: string) => EDGE.test(char) || BEFORE.test(char) || FOREIGN.test(char)
const isAfter = (char: string) => EDGE.test(char) || AFTER.test(char) || FOREIGN.test(char)

/** Whether marks may begin something here: at the beginning of a word. */
export function opens({ before, after, second }: Around, mark: Mark): boolean {
  if (after === '' || !isBefore(before)) return false
  if (QUOTE.test(before) && (OF_CODE.includes(mark) || !WORD.test(after))) return false
  if (QUOTE.test(after)) return EDGE.test(before)
  // An escaped mark
  if (after === '\\') return /[*_~|`]/.test(second)
  if (SIGN.test(after)) return mark.length > 1 && WORD.test(second)
  return !NOT_FIRST.test(after)
}

/** Whether they may end it: at the end of a word. */
export function closes({ before, after }: Around, mark: Mark): boolean {
  if (before === '' || NOT_LAST.test(before)) return false
  if (QUOTE.test(after) && (OF_CODE.includes(mark) || !WORD.test(before))) return false
  // Two tildes lengthen a word of these scripts
  return isAfter(after) || (mark !== '~~' && UNSPACED.test(after))
}
