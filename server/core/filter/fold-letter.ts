import { looksLike } from '../confusables.ts'

/** What a character is for where a word begins and ends. */
export const KIND = {
  /** Space, punctuation, signs: of no word. */
  sign: 0,
  letter: 1,
  digit: 2,
  /** Of a script that puts no space between words. */
  spaceless: 3,
  /** A sign that shows a letter. */
  symbol: 4,
  /** Goes with the letter before it. */
  mark: 5,
} as const
export type Kind = (typeof KIND)[keyof typeof KIND]

/** A character as words are compared. */
export interface FoldedLetter {
  kind: Kind
  /** As it is written, in small letters and of one width. */
  exact: string
  /** What it is taken for: seen as a small letter, as it stands, and as a capital. */
  looks: readonly [string, string, string]
}

/** Marks that change no letter for who reads over them; those of Indic scripts, of Thai and of Kana are letters. */
const ACCENTS =
  /(?![\u3099\u309A])(?=\p{M})[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]/gu
/** A sign that stands for a sentence is itself, so that a text of them is no longer than others. */
const MOST_PARTS = 6
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu
const SPACELESS = new RegExp(
  `[${['Han', 'Hira', 'Kana', 'Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr'].map(name => `\\p{scx=${name}}`).join('')}]`,
  'u',
)
const ASCII = /^[\0-\x7f]$/
/** More that is taken for letters where whole words are compared, and not names. */
const MORE = new Map(['ĸk', 'ʍm', 'ƅb', 'ꞓe'].map(([from = '', to = '']) => [from, to]))

/** A character of an NFC text, folded; undefined: it is not seen. */
export function foldLetter(char: string): FoldedLetter | undefined {
  const plainest = FOLDED_ASCII[char.charCodeAt(0)]
  if (plainest && char.length === 1) return plainest
  const parts = char.normalize('NFKD')
  const plain = (parts.length > MOST_PARTS ? char : parts).replace(UNSEEN, '')
  if (plain === '') return undefined
  const bare = plain.replace(ACCENTS, '')
  const small = looksOf(fold(bare), false)
  const looks = [small, looksOf(bare, false), looksOf(bare, true)] as const
  return { kind: kindOf(char, bare, small), exact: plain.toLowerCase(), looks }
}

function foldAscii(char: string): FoldedLetter {
  const folded = /\s/.test(char) ? ' ' : char.toLowerCase()
  return { kind: kindOf(char, folded, folded), exact: folded, looks: [folded, folded, folded] }
}

/** Most texts are of nothing else. */
const FOLDED_ASCII = Array.from({ length: 0x80 }, (_, code) => foldAscii(String.fromCharCode(code)))

function kindOf(char: string, bare: string, looks: string): Kind {
  // Nothing but accents: it goes with what stands before it
  if (/^(?:\p{M}|$)/u.test(bare)) return KIND.mark
  if (/[\p{L}\p{Nl}]/u.test(char)) return SPACELESS.test(char) ? KIND.spaceless : KIND.letter
  if (/\p{N}/u.test(char)) return KIND.digit
  return /[\p{L}\p{N}]/u.test(looks) ? KIND.symbol : KIND.sign
}

/** The letters that these look like, of those that are not of ASCII; in small letters. */
function looksOf(text: string, asCapital: boolean): string {
  let seen = ''
  for (const char of text) {
    const prototype = ASCII.test(char) ? char : looksLike(char, asCapital)
    seen += prototype === 'rn' ? 'm' : prototype.length > MOST_PARTS ? char : prototype
  }
  let result = ''
  for (const char of fold(seen.normalize('NFD').replace(ACCENTS, '').replace(UNSEEN, '')))
    result += MORE.get(char) ?? char
  return /^\s+$/.test(result) ? ' ' : result
}

/** Code point by code point, so that a final sigma folds as any other; a capital sharp s is small before it is `SS`. */
function fold(text: string): string {
  let result = ''
  for (const char of text.toLowerCase().toUpperCase()) result += char.toLowerCase()
  return result
}
