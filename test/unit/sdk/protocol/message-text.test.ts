import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMessageText, cleanText } from '../../../../sdk/protocol/message-text.ts'
import { checkText } from '../../../../server/core/message-text.ts'

test.each([
  ['    indented\n  less', '    indented\n  less'],
  ['\tconst a = 1\n\treturn a', '\tconst a = 1\n\treturn a'],
  ['\u3000段落の字下げ', '\u3000段落の字下げ'],
  ['\u00a0\u00a0quoted', '\u00a0\u00a0quoted'],
  ['\n\n  first\n\n  third\n\n', '  first\n\n  third'],
  ['\r\n\r\n  Windows\r\nline\r\n', '  Windows\r\nline'],
  [' \t \n\u2028\u2029\n  x  \t ', '  x'],
  ['\u200bvisible', '\u200bvisible'],
  ['പ്രവീണ്\u200d', 'പ്രവീണ്\u200d'],
  ['a | b\n--|--\n1 | 2', 'a | b\n--|--\n1 | 2'],
])('[MS80] %j is stored as %j', (raw, stored) => {
  expect(checkMessageText(raw, 4_000)).toEqual({ ok: true, text: stored })
  expect(checkText(raw, 4_000)).toEqual({ ok: true, text: stored })
})

test.each(['', '   ', '\t', '\n \n', '\u2028', '\u200b\n\u2060', '\u0000\n', '\ufeff', ' \u00ad \u3164 '])(
  '[MS31] %j shows nothing',
  raw => {
    expect(checkMessageText(raw, 10)).toEqual({ ok: false, code: 'invalid_message' })
  },
)

test('[MS31] the limit is in code points of what is stored', () => {
  expect(checkMessageText(`\n\n${'🎉'.repeat(10)}   `, 10)).toEqual({ ok: true, text: '🎉'.repeat(10) })
  expect(checkMessageText('🎉'.repeat(11), 10)).toEqual({ ok: false, code: 'too_large' })
  expect(checkMessageText(`  ${'a'.repeat(9)}`, 10)).toEqual({ ok: false, code: 'too_large' })
  expect(checkMessageText('a\ud83d', 2)).toEqual({ ok: true, text: 'a\ufffd' })
  expect(checkMessageText('\ude00', 2)).toEqual({ ok: true, text: '\ufffd' })
})

test('[MS80] what was cleaned is clean, keeps every line but the blank ones around it, and half characters nowhere', () => {
  const parts = fc.constantFrom(' ', '\t', '\n', '\r\n', '\u2028', 'a', '字', '🎉', '\ud83d', '\u200d', '\u3000')
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), all => {
      const raw = all.join('')
      const checked = checkMessageText(raw, 100)
      if (!checked.ok) return
      const { text } = checked
      expect(checkMessageText(text, 100)).toEqual(checked)
      expect(text).not.toMatch(/^\s*[\n\r\u2028\u2029]|\s$|\p{Surrogate}/u)
      expect(text.trim()).toBe(raw.replace(/\p{Surrogate}/gu, '\ufffd').trim())
    }),
  )
})

test('[MS80] a text of nothing but white space costs one look at each character', () => {
  const space = ' \t'.repeat(500_000)
  expect(cleanText(space)).toBe('')
  expect(cleanText(`${space}x`)).toBe(`${space}x`)
  expect(cleanText(`${'\n '.repeat(500_000)}x`)).toBe(' x')
})
