import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasTerms, searchMarks } from '../../../../../server/core/search/search-marks.ts'
import { searchTerms, trigramsOf } from '../../../../../server/core/search/search-terms.ts'
import { placedSearchText, searchText } from '../../../../../server/core/search/search-text.ts'

/** What is marked, between brackets; undefined: it is not found. */
function marked(text: string, query: string): string | undefined {
  const marks = searchMarks(text, searchTerms(query))
  if (marks === undefined) return undefined
  let [result, at] = ['', 0]
  for (const [from, to] of marks) {
    result += `${text.slice(at, from)}[${text.slice(from, to)}]`
    at = to
  }
  return result + text.slice(at)
}

test.each([
  ['Where is the station?', 'station', 'Where is the [station]?'],
  ['Where is the station?', 'STAT', 'Where is the [STAT]ion?'.replace('STAT', 'stat')],
  ['Where is the station?', 'tion', 'Where is the sta[tion]?'],
  ['Where is the station?', 'the where', '[Where] is [the] station?'],
  ['Where is the station?', '"is the"', 'Where [is the] station?'],
  ['Where is\n\n  the station?', '"is the"', 'Where [is\n\n  the] station?'],
  ['Where is the station?', '"is the', 'Where [is the] station?'],
  ['Where is the station?', '"the is"', undefined],
  ['Where is the station?', 'station train', undefined],
  [
    'Wo ist der nächste Bahnhof in der Hauptstraße?',
    'hauptstrasse',
    'Wo ist der nächste Bahnhof in der [Hauptstraße]?',
  ],
  ['HAUPTSTRASSE', 'Straße', 'HAUPT[STRASSE]'],
  ['Straße', 's', '[S]tra[ß]e'],
  ['un café crème', 'creme cafe', 'un [café] [crème]'],
  ['un cafe\u0301 noir', 'café', 'un [cafe\u0301] noir'],
  ['un café noir', 'cafe\u0301', 'un [café] noir'],
  ['z\u0300\u0301\u0302algo', 'zal', '[z\u0300\u0301\u0302al]go'],
  ['Søren Łukasz Đorđe', 'soren lukasz dorde', '[Søren] [Łukasz] [Đorđe]'],
  ['Ein Œuvre', 'oeuvre', 'Ein [Œuvre]'],
  // the four of Turkish are one
  ['DİYARBAKIR, Isparta', 'diyarbakır', '[DİYARBAKIR], Isparta'],
  ['ısparta', 'ISPARTA', '[ısparta]'],
  ['ΟΔΥΣΣΕΎΣ', 'οδυσσευς', '[ΟΔΥΣΣΕΎΣ]'],
  ['Ещё раз', 'еще', '[Ещё] раз'],
  ['Мой дом', 'мои', undefined],
  ['МОЙ дом', 'мо\u0438\u0306', '[МОЙ] дом'],
  ['السَّلَامُ عَلَيْكُمْ', 'السلام', '[السَّلَامُ] عَلَيْكُمْ'],
  ['السلام عليكم', 'السَّلَامُ', '[السلام] عليكم'],
  ['أحمد إلى مدرســة', 'احمد الي مدرسه', '[أحمد] [إلى] [مدرســة]'],
  ['שָׁלוֹם', 'שלום', '[שָׁלוֹם]'],
  ['东京都の天気', '京都', '东[京都]の天気'],
  ['がんばれ', 'か', undefined],
  ['ｶﾞﾝﾊﾞﾚ', 'ガンバレ', '[ｶﾞﾝﾊﾞﾚ]'],
  ['Ｈｅｌｌｏ', 'hello', '[Ｈｅｌｌｏ]'],
  ['한국어를', '한국', '[한국]어를'],
  ['\u1112\u1161\u11ab\uad6d', '한국', '[\u1112\u1161\u11ab\uad6d]'],
  ['हिन्दी', 'हन', undefined],
  ['good 👍🏽 job', '👍', 'good [👍🏽] job'],
  ['a 👩‍💻 codes', '👩', 'a [👩‍💻] codes'],
  ['𝕳𝖊𝖑𝖑𝖔 𝕳', 'hello', '[𝕳𝖊𝖑𝖑𝖔] 𝕳'],
  ['soft\u00adware and zero\u200bwidth', 'software zerowidth', '[soft\u00adware] and [zero\u200bwidth]'],
  ['don’t', "don't", '[don’t]'],
  ['say "hi"', '“hi”', 'say "[hi]"'],
  ['100% sure* (really)', '% sure* (', '100[% sure* (]really)'.replace('% sure* (', '%] [sure*] [(')],
  ['lone \ud83d half', 'half', 'lone \ud83d [half]'],
])('[SR1] in %j is found what %j asks for', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected)
})

const letters = fc.constantFrom(
  ...[
    'a',
    'E',
    'é',
    'e\u0301',
    '\u0301',
    'ß',
    'ı',
    'İ',
    'Σ',
    'ς',
    'й',
    'и\u0306',
    'َ',
    'س',
    'ل',
    '東',
    'が',
    'か\u3099',
  ],
  ...[
    '한',
    '\u1112\u1161',
    '😀',
    '👍🏽',
    '\u200d',
    '💻',
    '\ud83d',
    ' ',
    '\n',
    '\u00a0',
    '"',
    "'",
    '*',
    'ﷺ',
    'ﬁ',
    '\u0000',
    '½',
  ],
  ...['\u{f0001}', 'ŉ', 'Ǆ', '\ufe0f', '1', '-', '—', '\u202e'],
)
const texts = fc.oneof(
  fc.array(letters, { maxLength: 30 }).map(all => all.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)

test('[SR2] a folded text says the same with its places, which are whole characters of the text in its order', () => {
  fc.assert(
    fc.property(texts, text => {
      const placed = placedSearchText(text)
      expect(placed.text).toBe(searchText(text))
      expect([placed.starts.length, placed.ends.length]).toEqual([placed.text.length, placed.text.length])
      for (const [at, start] of placed.starts.entries()) {
        const end = placed.ends[at] ?? 0
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(start).toBeGreaterThanOrEqual(placed.starts[at - 1] ?? 0)
        // no half of a pair
        for (const edge of [start, end]) {
          const splits = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, edge - 1), edge + 1))
          expect(edge > 0 && edge < text.length && splits).toBe(false)
        }
      }
    }),
    { numRuns: 2_000 },
  )
})

test('[SR3] marks of what is found lie in the text, in order and apart, and what is marked says what was asked', () => {
  fc.assert(
    fc.property(texts, fc.nat(29), fc.nat(29), (text, from, length) => {
      const query = text.slice(from, from + 1 + length)
      const terms = searchTerms(query)
      const marks = searchMarks(text, terms)
      expect(marks !== undefined).toBe(hasTerms(text, terms))
      let last = -1
      for (const [start, end] of marks ?? []) {
        expect(start).toBeGreaterThan(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        last = end
      }
      const shown = (marks ?? []).map(([start, end]) => searchText(text.slice(start, end)))
      if (marks) for (const term of terms) expect(shown.some(each => each.includes(term))).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

test('[SR4] words of a text are found in it, however they are written', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter(word => searchTerms(word).length > 0)
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 5 }), fc.nat(4), (all, at) => {
      const word = all[at % all.length] ?? ''
      // a capital of old Greek has more letters
      const capitals = /\p{sc=Grek}/u.test(word) ? word : word.toUpperCase()
      for (const written of [word, capitals, word.normalize('NFD'), word.normalize('NFC')]) {
        const terms = searchTerms(written)
        expect(hasTerms(all.join(' | ').normalize('NFC'), terms)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('[SR5] what an index is asked for is in every text that has the terms, and is bounded', () => {
  fc.assert(
    fc.property(texts, texts, (text, query) => {
      const terms = searchTerms(query)
      const trigrams = trigramsOf(terms)
      expect(trigrams.length).toBeLessThanOrEqual(24)
      for (const each of trigrams) expect([...each]).toHaveLength(3)
      if (hasTerms(text, terms)) for (const each of trigrams) expect(searchText(text)).toContain(each)
      expect(trigrams.length > 0).toBe(terms.some(term => [...term].length >= 3))
    }),
  )
  expect(trigramsOf([Array.from({ length: 200 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('')])).toHaveLength(
    24,
  )
})

test('[SR6] the longest texts of the worst signs are folded in bounded time, and do not become much longer', () => {
  const worst = ['ﷺ', '\u0301', 'e\u0301', '\u1112', '👩\u200d', ' ', '\u200b', 'ß', '\u{f0001}', '\ud83d', 'ΐ']
  for (const sign of worst) {
    const text = sign.repeat(4_000)
    const started = performance.now()
    expect(searchText(text).length).toBeLessThanOrEqual(4 * text.length)
    searchMarks(text, searchTerms(sign.repeat(20)))
    expect(performance.now() - started).toBeLessThan(2_000)
  }
})
