import { CONFUSABLES } from './confusables-data.ts'

const PROTOTYPES = new Map(CONFUSABLES.split(' ').flatMap(group => readGroup(group)))
// nearly every name has nothing but letters that are their own prototypes
const OTHER = /[^2-9A-HJ-Za-ln-z]/gu
const ASCII = /^[\0-\x7f]*$/
// none of these is taken for another one, in either case
const PLAIN = /^[2-9A-HJ-LN-Za-ln-z]*$/
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/** Letters that the table leaves out, or takes for others, each before the one that it looks like. */
const MORE = new Map(
  'ᴀa ʙb ᴅd ᴇe ꜰf ɢg ʜh ᴊj ᴋk ʟl ᴍm ɴn ᴘp ʀr ᴛt'.split(' ').map(([from = '', to = '']) => [from, to]),
)
const MORE_LETTERS = new RegExp(`[${[...MORE.keys()].join('')}]`, 'gu')
/** Negative circled and negative squared capitals; two blocks in the same order. */
const NEGATIVE = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]/gu
const PALOCHKA = /\u04CF/g

function readGroup(text: string): [string, string][] {
  const [prototype = '', sources = ''] = text.split(':')
  const to = String.fromCodePoint(...prototype.split('-').map(base36))
  const group: [string, string][] = []
  let code = 0
  for (const step of sources.split(',')) {
    code += base36(step)
    group.push([String.fromCodePoint(code), to])
  }
  return group
}

function base36(digits: string): number {
  return Number.parseInt(digits, 36)
}

type Prototype = (char: string) => string

/** As UTS #39 sees it. */
const small: Prototype = char => PROTOTYPES.get(char) ?? char
/** As capitals see it: what UTS #39 takes for a small L is a capital I, too, and the M of scripts without case an M. */
const capital: Prototype = char => (PROTOTYPES.get(char) === 'l' ? 'I' : small(char))
/** By the code of each ASCII character. Those of ASCII are ASCII. */
const asciiBy = (prototype: Prototype) => Array.from({ length: 128 }, (_, code) => prototype(String.fromCharCode(code)))
const ASCII_SMALL = asciiBy(small)
const ASCII_CAPITAL = asciiBy(capital)

/**
 * The letters that one character is taken for, be it of ASCII or not; itself, if for no other. `asCapital`: as capitals see
 * it.
 */
export function looksLike(char: string, asCapital = false): string {
  const plain = char.replace(MORE_LETTERS, moreOf).replace(NEGATIVE, capitalOf)
  return (asCapital ? capital : small)(plain).replace(MORE_LETTERS, moreOf)
}

const moreOf = (char: string) => MORE.get(char) ?? char
const capitalOf = (char: string) => String.fromCharCode(65 + (((char.codePointAt(0) ?? 0) - 0x1f150) % 32))

/** The UTS #39 skeleton of an NFKC text: two texts that look alike have the same one. It is for comparing only. */
function skeleton(text: string): string {
  return show(text, small, ASCII_SMALL)
}

function capitals(text: string): string {
  return show(text, capital, ASCII_CAPITAL)
}

function show(text: string, prototype: Prototype, ascii: readonly string[]): string {
  if (!ASCII.test(text)) return text.normalize('NFD').replace(INVISIBLE, '').replace(OTHER, prototype).normalize('NFD')
  let shown = ''
  for (let at = 0; at < text.length; at++) shown += ascii[text.charCodeAt(at)]
  return shown
}

/** Code point by code point, so that a final sigma folds as any other; a capital sharp s is small before it is `SS`. */
function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  let result = ''
  for (const char of text.toLowerCase().toUpperCase()) result += char.toLowerCase()
  return result
}

/**
 * The keys under which a name is held; two names look the same if they share one. Both orders count: `Ivan` is `ivan`
 * in another case, and `lvan` to the eye. The third is for letters without case that look like capitals, such as Lisu's.
 */
export function lookAlikeKeys(text: string): string[] {
  if (PLAIN.test(text)) return [text.toLowerCase()]
  if (ASCII.test(text)) return keysOf(text)
  const name = text.replace(MORE_LETTERS, moreOf).replace(NEGATIVE, capitalOf)
  // The table takes it for an i only
  const other = name.replace(PALOCHKA, 'l')
  return other === name ? keysOf(name) : [...keysOf(name), ...keysOf(other)]
}

function keysOf(name: string): string[] {
  return [...new Set([fold(skeleton(name)), skeleton(fold(name)), skeleton(fold(capitals(name)))])]
}
