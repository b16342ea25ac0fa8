import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildAutomaton } from '../../../../../server/core/filter/automaton.ts'

const all = (patterns: readonly string[], text: string) => {
  const found: [number, number, number][] = []
  buildAutomaton(patterns.map((pattern, at) => [pattern, at] as const)).scan(text, (items, from, to) => {
    for (const item of items) found.push([item, from, to])
    return false
  })
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

test('[MD20] all places of all patterns are found, also those inside others', () => {
  expect(all(['he', 'she', 'his', 'hers'], 'ushers')).toEqual([
    [0, 2, 4],
    [1, 1, 4],
    [3, 2, 6],
  ])
  expect(all([], 'abc')).toEqual([])
  expect(all([''], 'abc')).toEqual([])
  expect(all(['a', 'a'], 'a')).toEqual([
    [0, 0, 1],
    [1, 0, 1],
  ])
})

test('[MD20] it finds what looking at every place finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\ud83d', '\ude00'), minLength: 1, maxLength: 5 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'x', '\ud83d', '\ude00'), maxLength: 40 })
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), text, (patterns, where) => {
      const slow = patterns.flatMap((pattern, item) =>
        Array.from(where, (_, at) => at)
          .concat(Array.from({ length: where.length - [...where].length }, (_, at) => [...where].length + at))
          .filter(at => where.startsWith(pattern, at))
          .map((at): [number, number, number] => [item, at, at + pattern.length]),
      )
      expect(all(patterns, where)).toEqual(slow)
    }),
  )
})

test('[MD20] it stops where it is told to', () => {
  let visits = 0
  const steps = buildAutomaton([['a', 1]]).scan('a'.repeat(1_000), () => ++visits === 3)
  expect(visits).toBe(3)
  expect(steps).toBeLessThan(10)
})

const LENGTH = 4_000
const prefixes = Array.from({ length: 60 }, (_, at) => 'a'.repeat(at + 1))
const hostile: [string, string[], string][] = [
  ['prefixes of each other, and nothing else', prefixes, 'a'.repeat(LENGTH)],
  ['prefixes of each other, and nearly', prefixes, `${'a'.repeat(59)}b`.repeat(LENGTH / 60)],
  ['long ones that end in another letter', prefixes.map(prefix => `${prefix}b`), 'a'.repeat(LENGTH)],
  ['all ends of one word', prefixes.map((_, at) => 'ab'.repeat(30).slice(at)), 'ab'.repeat(LENGTH / 2)],
  [
    'a thousand that begin alike',
    Array.from({ length: 1_000 }, (_, at) => `${'a'.repeat(55)}${at}`),
    'a'.repeat(LENGTH),
  ],
]

test.each(hostile)('[MD21] the work for each character is bounded: %s', (_name, patterns, text) => {
  const automaton = buildAutomaton(patterns.map(pattern => [pattern, pattern] as const))
  const work = (of: string) => {
    let visits = 0
    const steps = automaton.scan(of, items => {
      visits += items.length
      return false
    })
    return { steps, visits }
  }
  const whole = work(text)
  const half = work(text.slice(0, text.length / 2))
  // two for walking, and one for each length of a pattern that ends here
  expect(whole.steps).toBeLessThanOrEqual((2 + 60) * text.length)
  expect(whole.steps - whole.visits).toBeLessThanOrEqual(2 * text.length)
  expect(whole.steps).toBeLessThanOrEqual(2.2 * half.steps)
})
