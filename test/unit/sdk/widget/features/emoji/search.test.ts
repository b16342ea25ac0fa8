import { expect, test } from 'vitest'
import { glyphs } from '../../../../../../scripts/emoji-data.mjs'
import { parseGlyphs } from '../../../../../../sdk/widget/features/emoji/emoji.ts'
import { loadNames, type NamesLanguage } from '../../../../../../sdk/widget/features/emoji/names.ts'
import { findIn, indexNames } from '../../../../../../sdk/widget/features/emoji/search.ts'

const all = parseGlyphs(glyphs(), () => true).flat()
const search = async (language: NamesLanguage, query: string) =>
  findIn(indexNames(await loadNames(language, '')), query).map(index => all[index]?.glyph)

test('[EM4] names that are what is looked for come first, then those that begin with it, with a word that does, further words', () => {
  const index = indexNames(['big cat', 'dog|cat', 'cat face', 'cat', 'concat'])
  expect(findIn(index, 'cat')).toEqual([3, 2, 0, 1])
  expect(findIn(index, 'CAT f')).toEqual([2])
  expect(findIn(index, 'face cat')).toEqual([2])
  expect(findIn(index, 'dog cat')).toEqual([1])
})

test.each<[NamesLanguage, string, string]>([
  ['en', 'fox', '🦊'],
  ['en', 'smile', '😀'],
  ['en', 'Pinata', '🪅'],
  ['de', 'fuchs', '🦊'],
  ['de', 'LÄCHEL', '☺️'],
  ['de', 'lachel', '☺️'],
  ['fr', 'cœur rouge', '❤️'],
  ['fr', 'etoile', '⭐'],
  ['es', 'corazon', '❤️'],
  ['ru', 'ЛИСА', '🦊'],
  ['uk', 'лис', '🦊'],
  ['ja', 'キツネ', '🦊'],
  ['ja', '顔', '😀'],
  ['ko', '여우', '🦊'],
  ['zh', '狐狸', '🦊'],
  ['th', 'จิ้งจอก', '🦊'],
  ['hi', 'लोमड़ी', '🦊'],
])('[EM4] in %s %s finds %s', async (language, query, glyph) => expect(await search(language, query)).toContain(glyph))

test('[EM4] nothing is found where nothing is looked for, and whatever is looked for costs little', async () => {
  expect(await search('en', '')).toEqual([])
  expect(await search('en', '   ')).toEqual([])
  expect(await search('en', 'qqqq')).toEqual([])
  const index = indexNames(await loadNames('en', ''))
  const started = performance.now()
  for (const hostile of [
    'a '.repeat(50_000),
    'a'.repeat(100_000),
    '\u202E'.repeat(10_000),
    '(.*)*',
    '|',
    '\u0300'.repeat(1e5),
  ])
    findIn(index, hostile)
  expect(performance.now() - started).toBeLessThan(2_000)
})
