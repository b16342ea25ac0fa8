import { expect, test, vi } from 'vitest'
import { openMenus } from '../../../../../sdk/widget/behaviors/open-menus.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

function stage() {
  const list = document.createElement('div')
  const row = document.createElement('div')
  const link = document.createElement('a')
  row.dataset['key'] = 'k'
  row.append(link)
  list.append(row)
  document.body.replaceChildren(list)
  const clock = new VirtualClock()
  const open = vi.fn()
  const stop = openMenus(list, (ms, run) => clock.after(ms, run), open)
  const touch = (type: string, fields: object = {}, target: HTMLElement = row) => {
    const event = new Event(type, { bubbles: true, cancelable: true })
    target.dispatchEvent(
      Object.assign(event, { pointerType: 'touch', isPrimary: true, clientX: 0, clientY: 0 }, fields),
    )
    return event.defaultPrevented
  }
  const press = (key: string, fields: object = {}) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...fields })
    row.dispatchEvent(event)
    return event.defaultPrevented
  }
  return { clock, open, stop, touch, press, link }
}

test('[AX191] a finger that rests on a message opens its menu, in the browser’s place', async () => {
  const { clock, open, touch, stop } = stage()
  touch('pointerdown')
  touch('pointermove', { clientX: 4 })
  expect(touch('contextmenu')).toBe(true)
  await clock.run(600)
  expect(open.mock.calls).toEqual([['k']])
  expect(touch('contextmenu')).toBe(true)
  for (const end of stop) end()
})

test('[AX191] a finger that moves, is lifted or is on a link opens none; nor does a mouse', async () => {
  const { clock, open, touch, link } = stage()
  touch('pointerdown')
  touch('pointermove', { clientY: 30 })
  await clock.run(600)
  touch('pointerdown')
  touch('pointerup')
  await clock.run(600)
  touch('pointerdown', {}, link)
  await clock.run(600)
  touch('pointerdown', { pointerType: 'mouse' })
  await clock.run(600)
  expect(open).not.toHaveBeenCalled()
  expect(touch('contextmenu')).toBe(false)
})

test('[AX191] the menu key and Shift+F10 open the menu of the message that has the focus', () => {
  const { open, press, touch } = stage()
  expect(press('ContextMenu')).toBe(true)
  expect(touch('contextmenu')).toBe(true)
  expect(press('F10', { shiftKey: true })).toBe(true)
  expect(open.mock.calls).toEqual([['k'], ['k']])
  expect([press('F10'), press('F10', { shiftKey: true, ctrlKey: true }), press('x')]).toEqual([false, false, false])
})
