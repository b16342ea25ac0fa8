import { expect, test } from 'vitest'
import { checkFlood } from '../../../../sdk/protocol/check-flood.ts'
import { checkHold, type FilterHit, isFiltered, strongestHit } from '../../../../sdk/protocol/filters.ts'
import { ROLES } from '../../../../sdk/protocol/policy.ts'

const NOTHING = { mentions: 0, same: 0 }

test('[MD4] the same text may be written so often and no more, so many people may be named and no more', () => {
  const rule = { same: 2, mentions: 5, action: 'hold' } as const
  expect(checkFlood('hello', { mentions: 5, same: 1 }, rule)).toBeUndefined()
  expect(checkFlood('hello', { mentions: 5, same: 2 }, rule)).toEqual({ rule: 'flood', action: 'hold' })
  expect(checkFlood('hello', { mentions: 6, same: 1 }, rule)).toEqual({ rule: 'mentions', action: 'hold' })
  expect(checkFlood('hello', { mentions: 1, same: 0 }, { mentions: 0, action: 'block' })?.rule).toBe('mentions')
  expect(checkFlood('!'.repeat(99), { mentions: 99, same: 99 }, { action: 'block' })).toBeUndefined()
})

test.each([
  ['!'.repeat(20), true],
  ['!'.repeat(19), false],
  [`${'! '.repeat(19)}`, false],
  ['(╯°□°）╯︵ ┻━┻ ಠ_ಠ ¯\\_(ツ)_/¯', true],
  [`${'a'.repeat(6)}${'-'.repeat(14)}`, false],
  [`${'a'.repeat(5)}${'-'.repeat(15)}`, true],
  ['Hello, how are you today? I am fine!!!', false],
  ['Здравствуйте, как дела сегодня?', false],
  ['สวัสดีครับ วันนี้เป็นอย่างไรบ้าง', false],
  ['नमस्ते आप कैसे हैं? मैं ठीक हूँ', false],
  ['今天天气很好，我们去公园吧。今天天气很好。', false],
  ['안녕하세요 오늘 날씨가 좋네요 정말요'.normalize('NFD'), false],
  ['+49 30 123456789 / 0987654321', false],
  [`great ${'🎉'.repeat(10)} news!!!!`, false],
  ['🎉'.repeat(20), false],
  ['🎉'.repeat(40), true],
  ['👨‍👩‍👧‍👦'.repeat(10) + 'a'.repeat(10), false],
  ['👍🏽'.repeat(10) + 'a'.repeat(10), false],
  ['🇩🇪'.repeat(10) + 'a'.repeat(10), false],
  [`Z${'\u0335'.repeat(100)}algo`, true],
  ['', false],
])('[MD5] in %j are too few letters: %s', (text, isHit) => {
  const hit = checkFlood(text, NOTHING, { letters: 70, action: 'report' })
  expect(hit).toEqual(isHit ? { rule: 'letters', action: 'report' } : undefined)
})

test('[MD6] who has the role, or a higher one, is not filtered, and waits for nobody', () => {
  const filtered = (below?: (typeof ROLES)[number]) => ROLES.filter(role => isFiltered(role, { below }))
  expect(filtered()).toEqual(['guest', 'user', 'member'])
  expect(filtered('user')).toEqual(['guest'])
  expect(filtered('guest')).toEqual([])
  expect(filtered('admin')).toEqual(['guest', 'user', 'member', 'moderator', 'owner'])
  const held = (hold: 'nobody' | 'first' | 'everyone' | undefined, isFirst: boolean) =>
    ROLES.filter(role => checkHold(role, isFirst, { hold }))
  expect(held(undefined, true)).toEqual([])
  expect(held('nobody', true)).toEqual([])
  expect(held('first', true)).toEqual(['guest'])
  expect(held('first', false)).toEqual([])
  expect(held('everyone', false)).toEqual(['guest', 'user', 'member'])
  expect(checkHold('guest', true, { hold: 'first' })).toEqual({ rule: 'first', action: 'hold' })
  expect(checkHold('guest', true, { hold: 'everyone' })).toEqual({ rule: 'everyone', action: 'hold' })
  expect(checkHold('guest', true, { hold: 'first', below: 'guest' })).toBeUndefined()
})

test('[MD7] of several findings the strongest counts, of those alike the first', () => {
  const hit = (rule: FilterHit['rule'], action: FilterHit['action']): FilterHit => ({ rule, action })
  expect(strongestHit([])).toBeUndefined()
  expect(strongestHit([undefined, hit('flood', 'report'), undefined])?.rule).toBe('flood')
  expect(strongestHit([hit('words', 'report'), hit('links', 'block'), hit('flood', 'hold')])?.rule).toBe('links')
  expect(strongestHit([hit('words', 'hold'), hit('links', 'hold')])?.rule).toBe('words')
})
