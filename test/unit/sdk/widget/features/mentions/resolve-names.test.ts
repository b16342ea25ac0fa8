import { expect, test } from 'vitest'
import { byName, resolveNames } from '../../../../../../sdk/widget/features/mentions/resolve-names.ts'

const person = (name: string, id = name) => ({ id, name })
const here = ['Ann', 'Ann Lee', 'Bob', '👩‍🚀 Zoë', '👩', '田中', '김철수', 'علي', 'a.b', 'İpek', 'O’Hara (ops)'].map(
  name => person(name),
)
const resolve = (text: string, options: Partial<Parameters<typeof byName>[0]> = {}, most = 10) =>
  resolveNames(text, byName({ chosen: [], here, spoke: [], ...options }), most)

test.each([
  ['hi @Ann', ['Ann']],
  ['@Ann Lee and @Ann, too', ['Ann Lee', 'Ann']],
  ['@Ann Leek', ['Ann']],
  ['@Annabel', []],
  ['@Ann_', []],
  ['@Ann’s cat, @Bob: (@Bob)', ['Ann', 'Bob']],
  ['me@Ann bob@Bob https://x.example/@Ann', []],
  ['@👩‍🚀 Zoë!', ['👩‍🚀 Zoë']],
  ['@👩 is here', ['👩']],
  ['@👩‍🚀 is here', []],
  ['@田中さん', ['田中']],
  ['これは@田中', ['田中']],
  ['@김철수님', ['김철수']],
  ['مرحبا @علي!', ['علي']],
  ['@a.b.', ['a.b']],
  ['@O’Hara (ops)', ['O’Hara (ops)']],
  ['@@Ann', []],
  ['@', []],
  ['@Bob\n@Ann', ['Bob', 'Ann']],
])('[MN3] %j names whose @name stands there, the longest first, and not inside a word or an address', (text, ids) => {
  const resolved = resolve(text)
  expect(resolved.ids).toEqual(ids)
  expect(resolved.text).toBe(text)
})

test('[MN3] a name in other letters is written as its person writes it', () => {
  expect(resolve('hey @ann LEE and @BOB')).toEqual({ text: 'hey @Ann Lee and @Bob', ids: ['Ann Lee', 'Bob'] })
  expect(resolve('@i̇pek @İpek')).toMatchObject({ ids: ['İpek'] })
})

test('[MN4] a name that two people have is nobody’s, unless one of them was chosen; who is here wins over who has spoken', () => {
  const two = [person('Sam', 's1'), person('sam', 's2')]
  expect(resolve('@Sam', { here: two }).ids).toEqual([])
  expect(resolve('@Sam', { here: two, chosen: [person('Sam', 's2')] }).ids).toEqual(['s2'])
  expect(resolve('@Sam', { here: [person('Sam', 's3')], spoke: two }).ids).toEqual(['s3'])
  expect(resolve('@Sam', { here: [], spoke: [person('Sam', 's4'), person('Sam', 's4')] }).ids).toEqual(['s4'])
  expect(resolve('@Sam', { here: two, spoke: [person('Sam', 's5')] }).ids).toEqual([])
})

test('[MN5] each counts once, and no more than a message may name', () => {
  const many = Array.from({ length: 20 }, (_, i) => person(`p${i}`))
  const text = many.map(({ name }) => `@${name}`).join(' ')
  expect(resolve(`${text} @p0 @p1`, { here: many }).ids).toEqual(many.slice(0, 10).map(({ id }) => id))
  expect(resolve('@Bob @bob @BOB').ids).toEqual(['Bob'])
})

test('[MN6] a hostile text costs little', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => person(`${'x'.repeat(i % 60)}${i}`))
  const people = byName({ chosen: [], here: many, spoke: [] })
  const begin = performance.now()
  resolveNames('@'.repeat(4_000), people, 10)
  resolveNames(' @x'.repeat(1_300), people, 10)
  resolveNames(`@${'x'.repeat(3_999)}`, people, 10)
  expect(performance.now() - begin).toBeLessThan(500)
})
