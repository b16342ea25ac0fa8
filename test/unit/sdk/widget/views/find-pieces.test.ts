import { expect, test } from 'vitest'
import { findPieces } from '../../../../../sdk/widget/views/find-pieces.ts'

const ann = { id: '1', name: 'Ann' }
const people = [
  ann,
  { id: '2', name: 'Ann Lee' },
  { id: '3', name: '田中' },
  { id: '4', name: '🦊 Fox' },
  { id: '5', name: '' },
]
const named = (text: string, all = people) =>
  findPieces(text, all)
    .filter(([, , { mention }]) => mention)
    .map(([from, to, { mention }]) => [mention, text.slice(from, to)])

test('[FM17] of names that begin alike the longest counts; names may have spaces and emoji', () => {
  expect(named('@Ann Lee and @Ann, (@Ann) @🦊 Fox!')).toEqual([
    ['2', '@Ann Lee'],
    ['1', '@Ann'],
    ['1', '@Ann'],
    ['4', '@🦊 Fox'],
  ])
})

test('[FM17] a longer word is another name, but in scripts without spaces it goes on', () => {
  expect(named('@Anna @Ann_x @Annette @Ann Leeds')).toEqual([['1', '@Ann']])
  expect(named('@田中さん')).toEqual([['3', '@田中']])
  expect(named('x@Ann ann@Ann @ann @ @@Ann')).toEqual([['1', '@Ann']])
  expect(named('@Ann', [])).toEqual([])
})

test('[FM17] an address is no name, and what was found is in order and apart', () => {
  const text = 'https://a.example/@Ann @Ann https://b.example @Ann'
  const found = findPieces(text, people)
  expect(found.map(([, , piece]) => piece.mention ?? 'link')).toEqual(['link', '1', 'link', '1'])
  for (const [i, [from]] of found.entries()) expect(from).toBeGreaterThanOrEqual(found[i - 1]?.[1] ?? 0)
})

test('[FM17] ten people with long names cost no more than so many looks at each sign', () => {
  const many = Array.from({ length: 10 }, (_, i) => ({ id: `${i}`, name: `${'@'.repeat(31)}${i}` }))
  const before = performance.now()
  expect(named('@'.repeat(10_000), many)).toEqual([])
  expect(performance.now() - before).toBeLessThan(2_000)
})
