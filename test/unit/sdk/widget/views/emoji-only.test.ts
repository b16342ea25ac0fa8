import { expect, test } from 'vitest'
import { emojiOnly } from '../../../../../sdk/widget/views/emoji-only.ts'

test.each([
  '🎉',
  '👏👏',
  '👍🏽 👍🏿',
  '👩‍👩‍👧‍👦',
  '🇩🇪🇫🇷',
  '❤️',
  '1️⃣',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🧑🏻‍❤️‍💋‍🧑🏿',
  '✔️',
  '©️ ™️',
  '↔️',
  '🏳️‍🌈',
  '❤‍🔥',
  '☝🏽',
  '#️⃣*️⃣',
  '👩‍💻 🧑🏽‍🚀',
])('[VW3] %s is large', text => {
  expect(emojiOnly(text)).toBe(true)
})

test.each(['', ' ', 'a', '12', '#', '🎉!', '🎉🎉🎉🎉', 'ok 👍', '🎉'.repeat(500)])('[VW3] "%s" is not', text => {
  expect(emojiOnly(text)).toBe(false)
})

test.each([
  '✔',
  '©',
  '™ ↔',
  '☎',
  '❤',
  '☝',
  '⚠',
  '♾',
  '🅰',
  '㊗',
  'Ⓜ',
  '1⃣',
  '1',
  '#',
  '🇩',
  '🎉\ufe0e',
  '✔️ ok',
  '\u{1f3fd}x',
])('[VW81] "%s" is text', text => {
  expect(emojiOnly(text)).toBe(false)
})
