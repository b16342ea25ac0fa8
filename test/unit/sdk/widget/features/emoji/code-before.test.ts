import { expect, test } from 'vitest'
import { codeBefore } from '../../../../../../sdk/widget/features/emoji/code-before.ts'

test.each([
  [':smile:', 'smile', 0],
  ['hello :tada:', 'tada', 6],
  ['(:+1:', '+1', 1],
  ['x\n:Heart:', 'heart', 2],
  ['`code` :fox_face:', 'fox_face', 7],
  ['```\ncode\n```\n:100:', '100', 13],
])('[EM12] %o ends with the code %s', (text, code, from) =>
  expect(codeBefore(text, text.length)).toEqual({ code, from }),
)

test.each([
  ':)',
  ':-)',
  ':',
  '::',
  'at 12:30:',
  'a:b:',
  ': smile:',
  '`:smile:',
  'see `x` and `:smile:',
  '```\n:smile:',
  'http://x:80:',
  ':smile :',
  `:${'a'.repeat(60)}:`,
])('[EM12] %o ends with none, and stays as it is typed', text => expect(codeBefore(text, text.length)).toBeUndefined())

test('[EM12] the caret says which code is looked at, and a long text costs little', () => {
  expect(codeBefore(':a: :b:', 3)).toEqual({ code: 'a', from: 0 })
  const started = performance.now()
  const text = `${'`:'.repeat(50_000)}:smile:`
  for (let round = 0; round < 20; round++) codeBefore(text, text.length)
  expect(performance.now() - started).toBeLessThan(1_000)
})
