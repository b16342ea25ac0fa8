import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whyBlocked } from '../../../../../sdk/widget/i18n/en-failure.ts'
import { createFailure } from '../../../../../sdk/widget/views/failure.ts'
import { fold } from '../../../../../sdk/widget/views/fold.ts'
import { setLater } from '../../../../../sdk/widget/views/later.ts'
import * as linkify from '../../../../../sdk/widget/views/linkify.ts'
import { pointAt } from '../../../../../sdk/widget/views/point-at.ts'
import { showFar } from '../../../../../sdk/widget/views/show-far.ts'

setLater({ ...linkify, createFailure, whyBlocked, pointAt, showFar })

const shown = (text: string) =>
  fold(text)
    ?.map(piece => piece.text)
    .join('')
const links = (text: string) => fold(text)?.flatMap(piece => piece.href ?? [])

test.each([
  ['nothing', ''],
  ['a line', 'hello'],
  ['24 lines', 'line\n'.repeat(23).concat('end')],
  ['1,500 characters', 'x'.repeat(1_500)],
])('[VW84] %s is shown whole', (_what, text) => {
  expect(fold(text)).toBeUndefined()
})

test.each([
  ['3,990 line breaks', `a${'\n'.repeat(3_990)}b`, 1],
  ['poems', 'line\n'.repeat(100), 16],
  ['line breaks of any kind', 'line\r\n\u2028'.repeat(100), 16],
  ['words', 'word '.repeat(800), 1],
  ['a single word', 'x'.repeat(4_000), 1],
  ['ideographs', '字'.repeat(4_000), 1],
  ['a tower of marks', `a${'\u0301'.repeat(3_999)}`, 1],
  ['tabs', `\t`.repeat(1_900).concat('x'), 1],
])('[VW84] of %s the beginning is shown', (_what, text, lines) => {
  const beginning = shown(text) ?? ''
  expect(beginning.endsWith('…')).toBe(true)
  expect(beginning.length).toBeLessThanOrEqual(701)
  expect(text.startsWith(beginning.slice(0, -1))).toBe(true)
  expect(beginning.split(/[\n\r\u2028]+/).length).toBeLessThanOrEqual(lines)
})

test('[VW84] it ends between words, or at least between characters', () => {
  expect(shown('word '.repeat(800))).toMatch(/ word…$/)
  for (const character of ['👍🏽', '👩\u200d💻', 'é'.normalize('NFD'), '𝒳']) {
    const beginning = shown(` ${character.repeat(1_000)}`)?.slice(1, -1) ?? ''
    expect(beginning.replaceAll(character, '')).toBe('')
  }
})

test('[VW84] half an address is no link', () => {
  const address = `https://example.com/${'x'.repeat(2_000)}`
  expect(links(`see ${address} now`)).toEqual([])
  expect(links(address)).toEqual([])
  expect(shown(address)).toMatch(/^https:\/\/example\.com\/x+…$/)
  expect(links(`${'字'.repeat(690)}https://example.com/yes，${'字'.repeat(2_000)}`)).toEqual([])
  expect(links(`https://example.com/yes，${'字'.repeat(2_000)}`)).toEqual(['https://example.com/yes'])
  expect(links(`https://example.com/yes ${'word '.repeat(800)}`)).toEqual(['https://example.com/yes'])
})

test.each([
  ['HTTPS://example.com/'],
  ['https://web.archive.org/web/2020/https://example.com/'],
  ['https://example.com/?next=http'],
  ['mailto:ada@example.com?subject=http'],
])('[VW84] half of %s… is no link, nor does it stand there without the rest', start => {
  const text = `${'word '.repeat(130)}${start}${'x'.repeat(900)} end`
  expect(links(text)).toEqual([])
  expect(shown(text)).toMatch(/ word…$/)
  expect(links(`${start}${'x'.repeat(900)} end${' word'.repeat(200)}`)).toEqual([])
})

test('[VW84] what is no link in the whole text is none in its beginning', () => {
  const text = `https://example.com${'x'.repeat(700)}@example.org ${'word '.repeat(300)}`
  expect(links(text)).toEqual([])
})

test('[VW84] whatever is written, what is shown is its beginning and bounded', () => {
  const part = fc.constantFrom('a', ' ', '\n', '字', '🎉', '\u0301', '\u200d', 'https://a.b/', '.', '\t')
  fc.assert(
    fc.property(fc.array(part, { minLength: 200, maxLength: 4_000 }), parts => {
      const text = parts.join('')
      const beginning = shown(text)
      if (beginning === undefined) return
      expect(text.startsWith(beginning.slice(0, -1))).toBe(true)
      expect(beginning.length).toBeLessThanOrEqual(701)
    }),
    { numRuns: 200 },
  )
})
