import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkWords } from '../../../../../server/core/filter/check-words.ts'
import { compileWords, type Words } from '../../../../../server/core/filter/words.ts'
import { INNOCENT_WORDS, UNWANTED_WORDS } from '../../../../support/innocent-words.ts'

const wordsOf = (terms: readonly string[]) => compileWords(terms.map(term => ({ term, action: 'block' }))) as Words
/** What the two looks find, whatever the glance says. */
const found = (words: Words, text: string) => checkWords({ ...words, mayStandIn: () => true }, text, 'hold')

test('[MD13] the glance passes most innocent texts', () => {
  const words = wordsOf(UNWANTED_WORDS)
  const worthIt = INNOCENT_WORDS.filter(word => words.mayStandIn(`So ${word} it was, as I have said!`))
  expect(worthIt.length).toBeLessThan(INNOCENT_WORDS.length / 20)
  expect(UNWANTED_WORDS.filter(word => !words.mayStandIn(`so ${word}.`))).toEqual([])
})

test.each([
  ['cat', 'concat', false],
  ['cat', 'cats', false],
  ['cat', 'c.a.t', true],
  ['cat', '2cat', true],
  ['cat', 'dog_cat', true],
  ['*cat', 'cats', false],
  ['cat*', 'cats', true],
  ['*cat*', 'concats', true],
  ['ass', 'as', false],
  ['ass', 'a5s', true],
  ['ass', 'b4 ass', true],
  ['t$', 't$a', true],
  ['$t', 'a$t', true],
  ['ass', '5 €', true],
  ['\u01c3', 'cat', true],
])('[MD12] whether %j may stand in %j: %s', (term, text, expected) =>
  expect(wordsOf([term]).mayStandIn(text)).toBe(expected),
)

const PIECES = [...'aasst013457@$*_~|.,-! \n', ' ', 'á', 'ß', 'ſ', 'ǃ', '’', 'а', 'т', '字', 'か', '한', '🎉', '🇦', '🅰']
const UNSEEN = ['\u0301', '\u200b', '\ufe0f']
const piece = fc.constantFrom(...PIECES, ...UNSEEN)
const term = fc.tuple(
  fc.constantFrom('', '*'),
  fc.array(fc.oneof(fc.constantFrom('a', 's', 't'), piece), { minLength: 1, maxLength: 4 }),
  fc.constantFrom('', '*'),
)
const terms = fc.array(
  term.map(([before, pieces, behind]) => before + pieces.join('').replaceAll('*', '') + behind),
  { minLength: 1, maxLength: 3 },
)
const text = fc.oneof(
  fc.array(piece, { maxLength: 20 }),
  fc.array(fc.constantFrom(...'aasst4$ .*'), { maxLength: 12 }),
  fc.array(fc.string({ unit: 'binary', maxLength: 2 }), { maxLength: 8 }),
)

test('[MD17] the glance changes nothing about what is found in any text', () => {
  let hits = 0
  fc.assert(
    fc.property(terms, text, (raw, pieces) => {
      const words = compileWords(raw.map(each => ({ term: each, action: 'block' })))
      if (words === undefined) return
      const written = pieces.join('')
      const expected = found(words, written)
      if (expected !== undefined) hits++
      expect(checkWords(words, written, 'hold')).toBe(expected)
    }),
    { numRuns: 5_000 },
  )
  expect(hits).toBeGreaterThan(200)
})

test('[MD17] nor in words that are unwanted or innocent, however they are written', () => {
  const words = wordsOf([...UNWANTED_WORDS, '*thorp*', 'bad cat', 'c++', '69', '傻逼'])
  const word = fc.constantFrom(...UNWANTED_WORDS, ...INNOCENT_WORDS, 'bad cat', 'C++', '69', '傻逼')
  const ways: ((word: string) => string)[] = [
    each => each,
    each => each.toUpperCase(),
    each => [...each].join(' '),
    each => [...each].join('.'),
    each => [...each].map(letter => letter.repeat(3)).join(''),
    each => each.replaceAll('s', '$').replaceAll('i', '1').replaceAll('a', '4').replaceAll('o', '0'),
    each => `${each.slice(0, 2)}*${each.slice(2)}`,
    each => `${each.slice(0, 1)}\u200b${each.slice(1)}`,
    each => `x${each}`,
    each => `${each}7`,
  ]
  const said = fc.tuple(word, fc.constantFrom(...ways), fc.constantFrom(' ', '', ', ', ' é ', '’', '😀', '_'))
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 4 }), all => {
      const written = all.map(([each, way, behind]) => way(each) + behind).join('')
      expect(checkWords(words, written, 'hold')).toBe(found(words, written))
    }),
    { numRuns: 2_000 },
  )
})
