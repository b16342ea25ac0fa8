import { expect, test, vi } from 'vitest'
import { openSheet } from '../../../../../../sdk/widget/features/sheet/sheet-part.ts'
import { mount } from '../../../../../support/gallery/mount.ts'

test('[AX202] a screen that comes behind an open card cannot be reached, and leaves the focus in the card', async () => {
  const { one, root } = mount('busy')
  const panel = one('[part=panel]')
  const closed = vi.fn()
  const sheet = openSheet(panel, closed)
  const word = document.createElement('p')
  sheet.show('Words', [word])
  const card = one('[role=dialog]')
  const screen = document.createElement('div')
  const field = document.createElement('input')
  screen.append(field)
  panel.append(screen)
  field.focus()
  await vi.waitFor(() => expect(screen.inert).toBe(true))
  expect(card.contains(root.activeElement)).toBe(true)
  card.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
  expect([closed.mock.calls.length, screen.inert]).toEqual([1, false])
  // what comes later is behind nothing
  const other = document.createElement('div')
  panel.append(other)
  await new Promise(resolve => setTimeout(resolve))
  expect(other.inert).not.toBe(true)
})
