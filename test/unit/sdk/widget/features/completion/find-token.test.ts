import { expect, test } from 'vitest'
import type { CompletionSource } from '../../../../../../sdk/widget/features/completion/completion.ts'
import { findToken } from '../../../../../../sdk/widget/features/completion/find-token.ts'

const source = (trigger: string, query: RegExp, first = false): CompletionSource => ({
  trigger,
  query,
  first,
  label: trigger,
  find: () => [],
  insert: () => '',
})
const sources = [source('@', /^(?!\s)[^\n@]*$/u), source(':', /^\w{2,}$/u), source('/', /^[a-z]*$/u, true)]
/** The token before the bar. */
const token = (text: string) => {
  const caret = text.indexOf('|')
  const found = findToken(text.replace('|', ''), caret, sources)
  return found && `${found.source.trigger}${found.query} at ${found.from}`
}

test.each([
  ['@|', '@ at 0'],
  ['hi @an|', '@an at 3'],
  ['hi (@an|)', '@an at 4'],
  ['hi @Ann Le| now', '@Ann Le at 3'],
  ['a@b|', undefined],
  ['ann@example.com|', undefined],
  ['https://x.example/@a|', undefined],
  ['see you @ home|', undefined],
  ['@a\nb|', undefined],
  ['|@a', undefined],
  ['これは@た|', '@た at 3'],
  ['😀@a|', '@a at 2'],
  [':smi|', ':smi at 0'],
  ['10:30|', undefined],
  ['@a :sm|', ':sm at 3'],
  ['/me|', '/me at 0'],
  [' /me|', undefined],
  ['so /me|', undefined],
  ['/usr/bin|', undefined],
  [`@${'x'.repeat(500)}|`, undefined],
])('[CP1] before the caret in %j there is %j', (text, found) => {
  expect(token(text)).toBe(found)
})
