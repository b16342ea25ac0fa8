import { expect, test } from 'vitest'
import { findPeople } from '../../../../../../sdk/widget/features/mentions/find-people.ts'

const people = (...names: string[]) => names.map((name, i) => ({ id: `u${i}${name}`, name }))
const find = (query: string, here: string[], spoke: string[] = [], most = 8) =>
  findPeople({ spoke: people(...spoke), here: people(...here) }, query, most).map(({ name }) => name)

test.each([
  ['an', ['Ann', 'Joan', 'Anna Lee'], ['Ann', 'Anna Lee']],
  ['lee', ['Anna Lee', 'Leeroy', 'Sleep'], ['Leeroy', 'Anna Lee']],
  ['anna l', ['Anna Lee', 'Anna'], ['Anna Lee']],
  ['jose', ['José', 'Josef'], ['José', 'Josef']],
  ['ÉL', ['élodie', 'Abel'], ['élodie']],
  ['👩‍🚀', ['👩‍🚀 Ann', 'Ann'], ['👩‍🚀 Ann']],
  ['❤', ['❤️ Bea'], ['❤️ Bea']],
  ['ann', ['👩‍🚀 Ann'], ['👩‍🚀 Ann']],
  ['smith', ['j.smith', 'j-smith', 'j_smith'], ['j.smith', 'j-smith', 'j_smith']],
  ['기', ['김철수'], ['김철수']],
  ['田', ['田中 さん'], ['田中 さん']],
  ['عل', ['عَلِي'], ['عَلِي']],
  ['zz', ['Ann'], []],
  ['', ['Ann', 'Bob'], ['Ann', 'Bob']],
  ['(.*', ['Ann', '(.*) x'], ['(.*) x']],
])('[MN1] %j finds by the beginning of any word of a name, whatever its case and accents', (query, here, found) => {
  expect(find(query, here)).toEqual(found)
})

test('[MN2] who spoke lately comes first, the last one before the others, then who is here, each once and not more than fit', () => {
  const ann = { id: 'a', name: 'Ann' }
  const abe = { id: 'b', name: 'Abe' }
  const all = findPeople({ spoke: [abe, ann, abe], here: [ann, abe, { id: 'c', name: 'Al' }] }, 'a', 8)
  expect(all).toEqual([abe, ann, { id: 'c', name: 'Al' }])
  const many = Array.from({ length: 50 }, (_, i) => `A${i}`)
  expect(find('a', many)).toEqual(many.slice(0, 8))
})
