import { afterEach, expect, test, vi } from 'vitest'
import { ownsBack, placeOf } from '../../../../../../sdk/widget/features/rooms/own-back.ts'

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

function chat(attributes: Record<string, string>): HTMLElement {
  const element = document.createElement('chat-widget')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  document.body.append(element)
  return element
}

test.each([
  [{ mode: 'page' }, true],
  [{ mode: 'page', back: 'auto' }, true],
  [{ mode: 'page', back: 'page' }, false],
  [{ mode: 'page', storage: 'none' }, false],
  [{ mode: 'page', storage: 'none', back: 'rooms' }, true],
  [{ mode: 'page', back: 'nonsense' }, true],
  [{}, false],
  [{ mode: 'inline' }, false],
  [{ mode: 'bubble' }, false],
  [{ mode: 'bubble', back: 'rooms' }, true],
] as [Record<string, string>, boolean][])('[VW250] of a chat with %o Back is the rooms’: %s', (attributes, owns) => {
  expect(ownsBack(chat(attributes))).toBe(owns)
})

test('[VW250] in a frame Back is that of the page around, unless the page in it says otherwise', () => {
  vi.spyOn(window, 'top', 'get').mockReturnValue({} as never)
  expect(ownsBack(chat({ mode: 'page' }))).toBe(false)
  expect(ownsBack(chat({ mode: 'page', back: 'rooms' }))).toBe(true)
})

test('[VW248] elements of a page are told apart, the same after a reload', () => {
  const places = () => [
    placeOf(chat({}), 'https://a.example', 'lobby'),
    placeOf(chat({}), 'https://a.example', 'lobby'),
    placeOf(chat({}), 'https://b.example', 'lobby'),
    placeOf(chat({}), 'https://b.example', 'hall'),
  ]
  const before = places()
  expect(new Set(before).size).toBe(4)
  document.body.replaceChildren()
  expect(places()).toEqual(before)
})
