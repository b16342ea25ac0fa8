import { beforeEach, expect, test } from 'vitest'
import { keptEmoji } from '../../../../../../sdk/widget/features/emoji/kept-emoji.ts'
import { shelf } from '../../../../../../sdk/widget/kept/shelf.ts'

const NAME = 'chat-widget-emoji:https://chat.example'
const kept = () => keptEmoji(shelf('local', NAME))
beforeEach(() => localStorage.clear())

test('[EM6] the last 24 that were picked are kept, newest first and each once, and the tone beside them', () => {
  for (let at = 0; at < 30; at++) kept().used(`e${at}`)
  kept().used('e20')
  kept().setTone(4)
  kept().used('e29')
  expect(kept().recents().length).toBe(24)
  expect(kept().recents().slice(0, 3)).toEqual(['e29', 'e20', 'e28'])
  expect(kept().tone()).toBe(4)
})

test.each([
  '',
  'null',
  '7',
  '"text"',
  '[]',
  '{"recents":"x","tone":"3"}',
  '{"recents":[1,null,{}],"tone":99}',
  '{"recents":{"length":9},"tone":-1}',
  '{"tone":1.5}',
])('[EM6] where %s is stored there are no recents and no tone, and new ones are kept', text => {
  localStorage.setItem(NAME, text)
  expect([kept().recents(), kept().tone()]).toEqual([[], 0])
  kept().used('😀')
  expect(kept().recents()).toEqual(['😀'])
})
