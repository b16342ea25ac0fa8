import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuzzyViews } from '../../../../../server/core/filter/fuzzy.ts'
import { lettersOf } from '../../../../../server/core/filter/letters.ts'
import { outlineOf, outlineOfView } from '../../../../../server/core/filter/outline.ts'
import { seenViews } from '../../../../../server/core/filter/view.ts'

test('[MD12] an outline has the letters of a text, how often each stands there, and where a word may begin and end', () => {
  const outline = outlineOf('B4 as-SURE')
  expect(outline).toEqual({
    text: 'basure',
    runs: [1, 2, 2, 1, 1, 1],
    starts: [true, true, true, false, false, false],
    ends: [true, true, true, false, false, true],
  })
})

test.each(['hello', 'Schön, dass…', '“Łódź”', 'ça va?', 'lol 😂', '❤️', '100 $', 'сука', '𝐟𝐮', ''])(
  '[MD12] %j has one',
  text => expect(outlineOf(text)).toBeDefined(),
)

test.each(['傻逼', 'かな', 'ควาย', '시발', 'ΝΑΖΙ', '5 €', '🇫🇺', '🅵', 'ß', 'ⓕ', 'f̶u', 'æ'])('[MD12] %j has none', text =>
  expect(outlineOf(text)).toBeUndefined(),
)

const codes = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
const CHARS = [...codes(0, 0x3100), ...codes(0xf900, 0x11000), ...codes(0x1d000, 0x20000)]
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code))
const unit = fc.oneof(
  fc.constantFrom(...'aAbs013457@$*_~|.,-! \n’…éǃſ\u0301\u200b\ufe0f😀'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const texts = fc.string({ unit, maxLength: 30 })

/** The outlines of the ways to read a text that are not its own. */
function differing(text: string): string[] {
  const outline = outlineOf(text)
  if (outline === undefined) return []
  const letters = lettersOf(text)
  const views = [...seenViews(letters), ...fuzzyViews(letters)].map(view => view.text)
  return views.filter(view => outlineOfView(view).text !== outline.text)
}

test('[MD17] an outline is that of every way to read a text', () => {
  expect(CHARS.filter(char => differing(char).length > 0 || differing(`x${char}y ${char} z`).length > 0)).toEqual([])
  fc.assert(
    fc.property(texts, text => {
      expect(differing(text)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

/** The outlines of a term in all ways to read it, in one of the looks. */
const ofSeen = (term: string) => seenViews(lettersOf(term)).map(({ text }) => outlineOfView(text))
const ofFuzzy = (term: string) =>
  fuzzyViews(lettersOf(term)).map(({ text, runs }) => {
    const repeated = text.split('').map((each, at) => each.repeat(runs[at] as number))
    return outlineOfView(repeated.join(''))
  })

test('[MD17] a term has the same outlines in both looks', () => {
  const isOther = (term: string) => JSON.stringify(ofSeen(term)) !== JSON.stringify(ofFuzzy(term))
  expect(CHARS.filter(char => isOther(char) || isOther(`x${char}y ${char} 1`))).toEqual([])
  fc.assert(
    fc.property(texts, term => {
      expect(ofFuzzy(term)).toEqual(ofSeen(term))
    }),
    { numRuns: 2_000 },
  )
})
