import { expect, test } from 'vitest'
import { locale } from '../../../../sdk/lib/locale.ts'

test.each([
  ['de', 'de'],
  ['de-AT', 'de-AT'],
  ['en_US', 'en-US'],
  ['en_US.UTF-8', 'en-US'],
  ['sr@latin', 'sr-latin'],
  ['zh_hans_cn', 'zh-Hans-CN'],
  [' fr ', 'fr'],
  ['de-', 'de'],
  ['de--AT', 'de'],
  ['de-x', 'de'],
  ['en-US-123456789', 'en-US'],
  ['pt-BR-u-nu-latn', 'pt-BR-u-nu-latn'],
  [`de-${'x'.repeat(1_000_000)}`, 'de'],
  ['-de', undefined],
  ['x', undefined],
  ['C', undefined],
  ['*', undefined],
  ['', undefined],
  ['Türkçe', undefined],
  ['de\u0000', undefined],
  ['[object Object]', undefined],
  [null, undefined],
  [undefined, undefined],
])('[WG70] %j is %s', (lang, usable) => {
  expect(locale(lang)).toBe(usable)
  expect(() => new Intl.Collator(locale(lang)).compare('a', 'b')).not.toThrow()
})
