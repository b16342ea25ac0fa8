import { expect, test } from 'vitest'
import { trapFocus } from '../../../../../sdk/widget/behaviors/focus-trap.ts'

test('[AX5] the drawer takes the focus, makes the rest inert, closes by Escape and gives the focus back', () => {
  const opener = document.createElement('button')
  const behind = document.createElement('main')
  behind.append(opener)
  const box = document.createElement('aside')
  const inside = document.createElement('button')
  const last = document.createElement('a')
  last.href = '#'
  box.append(inside, last)
  document.body.replaceChildren(behind, box)
  opener.focus()
  let closed = 0
  const stop = trapFocus(box, [behind], () => closed++)
  expect(document.activeElement).toBe(inside)
  expect(behind.inert).toBe(true)
  const tab = (shiftKey: boolean) => {
    const event = new KeyboardEvent('keydown', { key: 'Tab', shiftKey, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(tab(false), 'the browser goes on by itself').toBe(false)
  expect(tab(true)).toBe(true)
  expect(document.activeElement).toBe(last)
  expect(tab(false)).toBe(true)
  expect(document.activeElement).toBe(inside)
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
  inside.dispatchEvent(pressed)
  expect(pressed.defaultPrevented).toBe(true)
  expect(closed).toBe(1)
  stop()
  expect(behind.inert).toBe(false)
  expect(document.activeElement).toBe(opener)
})
