import { type FoldedLetter, KIND } from './fold-letter.ts'
import type { Letters } from './letters.ts'
import { type View, waysToRead } from './view.ts'

/** A text as who disguises words writes it: with digits and signs for letters, letters repeated, and words spelt out. */
export interface FuzzyView extends View {
  /** How often each unit stands there. */
  runs: number[]
  /** How many units before each are more than digits. */
  letters: number[]
}

const LEET = new Map(Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' }))
/** Between letters of a word that is spelt out stand no more signs. */
const WIDEST = 3
/** Between letters of a script without spaces other signs end a sentence. */
const NARROW = /^(?![,;:!?])[ -~]$/
const FLAG_LETTER = /^[\u{1F1E6}-\u{1F1FF}]$/u

type Part = 'sign' | 'leet' | 'letter' | 'spaceless' | 'symbol' | 'mark'

const PARTS = {
  [KIND.letter]: 'letter',
  [KIND.spaceless]: 'spaceless',
  [KIND.symbol]: 'symbol',
  [KIND.mark]: 'mark',
} as const

/** What a letter is for who reads signs as letters. */
function partOf({ kind, looks: [look] }: FoldedLetter): Part {
  if (kind === KIND.digit || look === '@' || look === '$') return 'leet'
  if (kind === KIND.sign) return look.length > 1 && FLAG_LETTER.test(look) ? 'symbol' : 'sign'
  return PARTS[kind]
}

/** Whether a word may end here; a digit at its side is none of its letters, and one at its end may be. */
export function partsFuzzily(
  { all, parted }: Letters,
  before: number,
  behind: number,
  inside: 'before' | 'behind',
): boolean {
  const [one, other] = [all[before], all[behind]].map(letter => (letter ? partOf(letter) : 'sign')) as [Part, Part]
  if (other === 'mark') return false
  if (one === 'sign' || other === 'sign' || one === 'spaceless' || other === 'spaceless') return true
  if (parted.has(behind)) return true
  const [inner, outer] = inside === 'before' ? [one, other] : [other, one]
  if (inner === 'leet' || outer === 'leet') return inner !== 'leet'
  return (inner === 'symbol') !== (outer === 'symbol')
}

export function fuzzyViews(letters: Letters): FuzzyView[] {
  const parts = letters.all.map(partOf)
  return waysToRead(letters).map(looks => fuzzyViewOf(letters, parts, looks))
}

function fuzzyViewOf({ all }: Letters, parts: readonly Part[], looks: readonly string[]): FuzzyView {
  const view: FuzzyView = { text: '', from: [], to: [], runs: [], letters: [0] }
  const units: string[] = []
  const add = (unit: string, at: number, isLetter: boolean) => {
    const last = units.length - 1
    if (units[last] === unit) {
      view.runs[last] = (view.runs[last] as number) + 1
      view.to[last] = at + 1
      if (isLetter) view.letters[last + 1] = (view.letters[last] as number) + 1
      return
    }
    units.push(unit)
    view.from.push(at)
    view.to.push(at + 1)
    view.runs.push(1)
    view.letters.push((view.letters[last + 1] as number) + (isLetter ? 1 : 0))
  }
  let done = 0
  let wasSingle = false
  for (const [from, to] of wordsIn(parts)) {
    const isSingle = isOneLetter(parts, from, to)
    if (units.length > 0 && from > done && !(wasSingle && isSingle && isNarrow(all, parts, done, from)))
      add(' ', from - 1, false)
    for (let at = from; at < to; at++) {
      const look = letterOf(looks[at] as string)
      for (let unit = 0; unit < look.length; unit++) add(look[unit] as string, at, all[at]?.kind !== KIND.digit)
    }
    done = to
    wasSingle = isSingle
  }
  view.text = units.join('')
  return view
}

/** But for its marks. */
function isOneLetter(parts: readonly Part[], from: number, to: number): boolean {
  let letters = 0
  for (let at = from; at < to; at++) if (parts[at] !== 'mark') letters++
  return letters === 1
}

/** Whether what stands before a letter joins it to the one before, where each stands alone. */
function isNarrow(all: readonly FoldedLetter[], parts: readonly Part[], from: number, letter: number): boolean {
  if (letter - from > WIDEST) return false
  return parts[letter] !== 'spaceless' || all.slice(from, letter).every(({ looks: [look] }) => NARROW.test(look))
}

/** Where words begin and end; in a script without spaces each letter is one. */
function* wordsIn(parts: readonly Part[]): Generator<[from: number, to: number]> {
  let from = 0
  for (let at = 0; at <= parts.length; at++) {
    const part = parts[at] ?? 'sign'
    if (part === 'mark') continue
    const isInside = at > from && part !== 'sign' && part !== 'spaceless' && parts[at - 1] !== 'spaceless'
    if (isInside) continue
    if (at > from) yield [from, at]
    from = part === 'sign' ? at + 1 : at
  }
}

/** What a look is to who reads digits and signs as letters. */
export function letterOf(look: string): string {
  if (look.length === 1) return LEET.get(look) ?? look
  if (FLAG_LETTER.test(look)) return String.fromCharCode(97 + ((look.codePointAt(0) ?? 0) - 0x1f1e6))
  return look
}
