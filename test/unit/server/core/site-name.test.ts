import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isReserved } from '../../../../server/core/reserved-names.ts'
import { siteName } from '../../../../server/core/site-name.ts'
import { parseUsername } from '../../../../server/core/username.ts'

const MEMBER = /^Member \d{4}$/

describe('a name that a site gives somebody', () => {
  test.each([
    ['Ann', 'Ann'],
    ['  Ann   Lee ', 'Ann Lee'],
    ['Ａｎｎ', 'Ann'],
    ['José Ñandú', 'José Ñandú'],
    ['李小龍', '李小龍'],
    ['Ann 👩‍🚀', 'Ann 👩‍🚀'],
    ['Ann\u202eeeL', 'AnneeL'],
    ['A\u200bn\u200bn', 'Ann'],
    ['Ann\r\nBob', 'Ann Bob'],
    ['\u0301Ann', 'Ann'],
    ['An\u200dn', 'Ann'],
    ['a\u0301\u0301\u0301\u0301\u0301\u0301', '\u00e1'],
    ['Ann\ud800', 'Ann'],
    ['A Name That Goes On And On For Longer Than Any', 'A Name That Goes On And On For L'],
    ['x'.repeat(5_000), 'x'.repeat(32)],
    [`${'x'.repeat(31)}👩‍🚀`, 'x'.repeat(31)],
    ['Ann (Support)', 'Ann'],
    ['Moderator Bob', 'Bob'],
    ['Ann · you', 'Ann'],
    ['Bob ✓', 'Bob'],
  ])('[JW8] %j becomes %j', (raw, name) => expect(siteName(raw, 'u-1')).toBe(name))

  test.each([
    '',
    ' ',
    '\u202e',
    '\u200b\u200b',
    '\0',
    'admin',
    'ADMIN',
    'Аdmin',
    '@dm1n',
    'you',
    'System',
    'a d m i n',
    '✓',
    '\ud800',
    '官方',
    'mod\u200berator',
  ])('[JW8] of %j nothing is left: a member with a number of theirs', raw => {
    expect(siteName(raw, 'u-1')).toMatch(MEMBER)
    expect(siteName(raw, 'u-1')).toBe(siteName(raw, 'u-1'))
    expect(siteName(raw, 'u-2')).not.toBe(siteName(raw, 'u-1'))
  })

  test('[JW8] whatever it is, what becomes of it is a name that is not reserved, in little time', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            'admin',
            'you',
            '·',
            '(',
            ')',
            'mod',
            '✓',
            'Ann',
            '\u200d',
            '\u0301',
            '👩‍🚀',
            'support',
            ' ',
            '官方',
            '-',
          ),
        )
        .map(parts => parts.join(' ')),
      fc
        .array(fc.constantFrom('ad', 'min', '\u200b', '·', 'yo', 'u', '🇦', '\u0301', 'М', 'од'))
        .map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(any, fc.string(), (raw, subject) => {
        const name = siteName(raw, subject)
        expect(parseUsername(name)).toEqual({ ok: true, name })
        expect(isReserved(name)).toBe(false)
      }),
      { numRuns: 3_000 },
    )
    for (const text of ['a', '\u0301', '👩‍🚀', 'you ', '\u200d', '\ufdfa', 'a b ']) {
      const from = performance.now()
      for (let n = 0; n < 20; n++) siteName(text.repeat(8_000 / text.length), 'u')
      expect(performance.now() - from).toBeLessThan(1_000)
    }
  })
})
