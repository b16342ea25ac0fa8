import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUsername } from '../../../../server/core/username.ts'

const nameOf = (raw: string) => {
  const parsed = parseUsername(raw)
  return parsed.ok ? parsed.name : undefined
}

test.each([
  ['Ana', 'Ana'],
  ['  Ana  ', 'Ana'],
  ['Ana \u00A0 \u3000 María', 'Ana María'],
  ['Ａｎａ', 'Ana'],
  ['ﬁne', 'fine'],
  ['Jose\u0301', 'José'],
  ['王小明', '王小明'],
  ['Ольга', 'Ольга'],
  ['محمد', 'محمد'],
  ['प्रिया', 'प्रिया'],
  ['👍🏽', '👍🏽'],
  ['I \u2764\uFE0F chat', 'I \u2764\uFE0F chat'],
  ["O'Neil-Smith (he)", "O'Neil-Smith (he)"],
  ['<b>', '<b>'],
])('[UN1] %j is the name %j', (raw, name) => {
  expect(nameOf(raw)).toBe(name)
})

test('[UN1] a name has 1 to 32 code points after normalising', () => {
  expect(nameOf('')).toBeUndefined()
  expect(nameOf('   ')).toBeUndefined()
  expect(nameOf('x'.repeat(32))).toBe('x'.repeat(32))
  expect(nameOf('x'.repeat(33))).toBeUndefined()
  expect(nameOf('😀'.repeat(32))).toBe('😀'.repeat(32))
  expect(nameOf('😀'.repeat(33))).toBeUndefined()
  expect(nameOf(`${' '.repeat(200)}x`)).toBe('x')
  expect(nameOf('ﷺ')).toHaveLength(18)
  expect(nameOf('ﷺﷺ')).toBeUndefined()
})

test.each([
  ['a tab', 'a\tb'],
  ['a line break', 'a\nb'],
  ['a line break at the end', 'ab\r\n'],
  ['a null', 'a\0b'],
  ['a C1 control', 'a\u0085b'],
  ['delete', 'a\u007F'],
  ['a line separator', 'a\u2028b'],
  ['a right-to-left override', 'a\u202Eb'],
  ['an isolate', '\u2066ab\u2069'],
  ['a left-to-right mark', 'a\u200Eb'],
  ['an Arabic letter mark', 'a\u061Cb'],
  ['a zero-width space', 'a\u200Bb'],
  ['a zero-width joiner', 'a\u200Db'],
  ['a zero-width non-joiner', 'a\u200Cb'],
  ['a word joiner', 'a\u2060b'],
  ['a byte order mark', '\uFEFFab'],
  ['a soft hyphen', 'a\u00ADb'],
  ['a grapheme joiner', 'a\u034Fb'],
  ['a Hangul filler', '\u3164'],
  ['a half-width Hangul filler', '\uFFA0'],
  ['a Mongolian vowel separator', 'a\u180Eb'],
  ['a variation selector after a letter', 'a\uFE0F'],
  ['two variation selectors', '\u2764\uFE0F\uFE0F'],
  ['a text-style selector', '\u2764\uFE0E'],
  ['a supplementary variation selector', 'a\u{E0100}'],
  ['a tag', 'a\u{E0041}'],
  ['an invisible times', 'a\u2062b'],
  ['an annotation anchor', 'a\uFFF9b'],
  ['a blank braille pattern', '\u2800'],
  ['a null notehead', '\u{1D159}'],
  ['an object replacement', 'a\uFFFCb'],
  ['a replacement character', 'a\uFFFDb'],
  ['an unassigned code point', 'a\u0378'],
  ['a noncharacter', 'a\uFFFF'],
  ['a private-use character', 'a\uE000'],
  ['a supplementary private-use character', 'a\u{F0000}'],
  ['a lone high surrogate', 'a\uD83D'],
  ['a lone low surrogate', '\uDE00a'],
])('[UN2] %s makes no name', (_kind, raw) => {
  expect(parseUsername(raw)).toEqual({ ok: false, message: expect.stringMatching(/invisible|empty/) })
})

test('[UN3] an accent needs a letter before it, and at most four stand on one', () => {
  expect(nameOf('\u0301a')).toBeUndefined()
  expect(nameOf('a \u0301')).toBeUndefined()
  expect(nameOf('\u2764\uFE0F\u20E3')).toBeUndefined()
  expect(nameOf('\u00A8')).toBeUndefined()
  expect(nameOf(`q${'\u0302\u0323'.repeat(2)}`)).toBeDefined()
  expect(nameOf(`q${'\u0302\u0323'.repeat(2)}\u0302`)).toBeUndefined()
})

test('[UN3] what is wrong is said in a sentence', () => {
  for (const raw of ['', 'x'.repeat(40), 'x'.repeat(4_000), 'a\u200B', '\u0301', `q${'\u0302'.repeat(9)}`]) {
    expect(parseUsername(raw)).toEqual({ ok: false, message: expect.stringMatching(/^This name .*\. .*\.$/) })
  }
})

test('[UN1] whatever is written, the name is normal, short, and its own normal form', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }))
  fc.assert(
    fc.property(text, raw => {
      const name = nameOf(raw)
      if (name === undefined) return
      expect(name).toBe(name.normalize('NFKC'))
      expect([...name].length).toBeLessThanOrEqual(32)
      expect(nameOf(name)).toBe(name)
      expect(nameOf(`  ${name} `)).toBe(name)
    }),
    { numRuns: 5_000 },
  )
})
