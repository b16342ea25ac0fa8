import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FILTER_ACTIONS, type Filters } from '../../../../../sdk/protocol/filters.ts'
import { compileFilters } from '../../../../../server/core/filter/compile-filters.ts'
import { fuzzyViews } from '../../../../../server/core/filter/fuzzy.ts'
import { lettersOf } from '../../../../../server/core/filter/letters.ts'
import { seenViews } from '../../../../../server/core/filter/view.ts'

const NOTHING = { mentions: 0, same: 0 }
const ALL: Filters = {
  words: [
    { term: 'fuck', action: 'block' },
    { term: 'cat*', action: 'report' },
    { term: '*dog*', action: 'hold' },
    { term: 'bad cat', action: 'hold' },
    { term: '傻逼', action: 'block' },
    { term: 'naïve', action: 'hold' },
    { term: 'シバ', action: 'hold' },
  ],
  allow: ['hotdog', 'año', 'catch*'],
  links: { mode: 'allow', hosts: ['good.com'], action: 'hold' },
  floods: { same: 3, mentions: 5, letters: 70, action: 'report' },
}
const filter = compileFilters(ALL)

test('[MD15] of all that is wrong the strongest is told, once, and never which word it was', () => {
  expect(filter.check('hello', NOTHING)).toBeUndefined()
  expect(filter.check('catapult', NOTHING)).toEqual({ rule: 'words', action: 'report' })
  expect(filter.check('catapult and bulldogs', NOTHING)).toEqual({ rule: 'words', action: 'hold' })
  expect(filter.check('catapult, bulldogs, fuck', NOTHING)).toEqual({ rule: 'words', action: 'block' })
  expect(filter.check('fuck evil.com', NOTHING)).toEqual({ rule: 'words', action: 'block' })
  expect(filter.check('catapult evil.com', NOTHING)).toEqual({ rule: 'links', action: 'hold', detail: 'evil.com' })
  expect(filter.check('evil.com', { mentions: 9, same: 9 })).toMatchObject({ rule: 'links' })
  expect(filter.check('hello', { mentions: 6, same: 0 })).toEqual({ rule: 'mentions', action: 'report' })
  expect(filter.check('hello', { mentions: 0, same: 3 })).toEqual({ rule: 'flood', action: 'report' })
  expect(filter.check('catch', NOTHING)).toBeUndefined()
})

test('[MD15] the same term in two rules does what the stronger one says, in either order', () => {
  for (const order of [FILTER_ACTIONS, FILTER_ACTIONS.toReversed()]) {
    const words = order.map(action => ({ term: 'cat', action }))
    expect(compileFilters({ words }).check('cat', NOTHING)?.action).toBe('block')
    expect(compileFilters({ words }).check('c a t', NOTHING)?.action).toBe('hold')
  }
})

test('[MD15] without filters nothing is found', () => {
  for (const filters of [{}, { words: [], allow: ['a'] }])
    expect(compileFilters(filters).check('fuck evil.com', { mentions: 99, same: 99 })).toBeUndefined()
})

test('[MD16] a name is looked at for words alone, and reported where they are disguised', () => {
  expect(filter.checkName('fuck')).toEqual({ rule: 'words', action: 'block' })
  expect(filter.checkName('Mr Fսck')).toEqual({ rule: 'words', action: 'block' })
  expect(filter.checkName('f u c k')).toEqual({ rule: 'words', action: 'report' })
  expect(filter.checkName('evil.com')).toBeUndefined()
  expect(filter.checkName('!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!')).toBeUndefined()
})

const piece = fc.oneof(
  fc.constantFrom(
    'fuck',
    'cat',
    'dog',
    'bad',
    'ｆｕ',
    'ck',
    '傻逼',
    'シハ\u3099',
    'ｼﾊﾞ',
    'nai\u0308ve',
    'an\u0303o',
    'evil.com',
    'hotdog',
  ),
  fc.constantFrom(
    ' ',
    '*',
    '_',
    '|',
    '\u200b',
    '\u0301',
    '\u0336',
    '-',
    '.',
    '@',
    '$',
    '0',
    '1',
    '\n',
    '🎉',
    'ﷺ',
    '\u1161',
    '각',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const texts = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))

test('[MD17] whatever a text is, it is checked', () => {
  fc.assert(
    fc.property(
      fc.oneof(texts, fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\ud83d', '\udc00', 'a') })),
      text => {
        const hit = filter.check(text, NOTHING)
        filter.checkName(text)
        if (hit) expect(FILTER_ACTIONS).toContain(hit.action)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('[MD17] it makes no difference how letters and accents are put together', () => {
  fc.assert(
    fc.property(texts, text => {
      const found = filter.check(text, NOTHING)
      expect(filter.check(text.normalize('NFD'), NOTHING)).toEqual(found)
      expect(filter.check(text.normalize('NFC'), NOTHING)).toEqual(found)
    }),
    { numRuns: 1_000 },
  )
})

test('[MD17] a text of other letters never has a word', () => {
  const words = ['zyx', '*zy*', 'vw*', 'yy zz', '*x'].map(term => ({ term, action: 'block' as const }))
  const other = compileFilters({ words })
  const unit = fc.constantFrom(
    ...'abcdefghijklmnopqrstu ABC0123456789@$*_~|.,-éßбдж字かก한🎉'.normalize('NFC'),
    '\u200b',
    '\u0301',
  )
  fc.assert(fc.property(fc.string({ unit, maxLength: 200 }), text => other.check(text, NOTHING) === undefined))
})

test('[MD18] what a term finds by itself it finds inside of any text', () => {
  fc.assert(
    fc.property(texts, texts, (before, behind) => {
      const blocking = compileFilters({ words: [{ term: 'fuck', action: 'block' }] })
      expect(blocking.check(`${before} fuck ${behind}`, NOTHING)?.action).toBe('block')
    }),
  )
})

test('[MD21] what is compared is bounded by the text: a character stands for six at most', () => {
  for (const text of ['a', 'ß', 'ﷺ', '㍿', '㌖', 'ﷲ', '\u0301', '*', 'f ', '각', '🎉', 'Ӏ', '傻', '１', 'ﬃ'].map(unit =>
    unit.repeat(4_000),
  )) {
    const letters = lettersOf(text)
    const length = [...text].length
    expect(letters.all.length).toBeLessThanOrEqual(length)
    for (const views of [seenViews(letters), fuzzyViews(letters)]) {
      expect(views.length).toBeLessThanOrEqual(3)
      for (const view of views) expect(view.text.length).toBeLessThanOrEqual(6 * length)
    }
  }
})
