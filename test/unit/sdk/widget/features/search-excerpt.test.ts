import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from '../../../../../sdk/widget/features/search/excerpt.ts'

const shown = (text: string, ...marks: [number, number][]) =>
  excerptOf(text, marks)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join('')

test('[SR50] an excerpt is around what was found first, in one line', () => {
  expect(shown('Where is the station?', [13, 20])).toBe('Where is the [station]?')
  expect(shown('two\n\nlines  of it', [5, 10])).toBe('two [lines] of it')
  const long = `${'before '.repeat(40)}needle${' behind'.repeat(60)}`
  const at = long.indexOf('needle')
  expect(shown(long, [at, at + 6])).toMatch(/^… (before ){3,6}\[needle\]( behind)+ ?b?e?h?i?n?d? …$/)
  expect(shown('nothing is marked')).toBe('nothing is marked')
})

test('[SR50] it cuts no character, and what is marked is what the server marked', () => {
  const unit = fc.constantFrom('a', ' ', '😀', '👍🏽', 'e\u0301', '東', '\n')
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 400 }), fc.nat(399), fc.nat(5), (units, from, length) => {
      const text = units.join('')
      const start = units.slice(0, from).join('').length
      const end = units.slice(0, from + length).join('').length
      const pieces = excerptOf(text, start < end ? [[start, end]] : [])
      const all = pieces.map(({ text }) => text).join('')
      expect(all.isWellFormed()).toBe(true)
      expect(all.length).toBeLessThan(280)
      const marked = pieces.filter(({ marked }) => marked).map(({ text }) => text)
      expect(marked.join('')).toBe(start < end ? text.slice(start, end).replace(/\s+/g, ' ') : '')
    }),
  )
})
