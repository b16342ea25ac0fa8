import { afterEach, expect, test, vi } from 'vitest'
import { openSheet } from '../../../../../../sdk/widget/features/sheet/sheet-part.ts'
import { mount } from '../../../../../support/gallery/mount.ts'

afterEach(() => vi.unstubAllGlobals())

/** A card over a chat, in a browser that tells of Back or does not. */
function open({ finger = true, tells = true } = {}) {
  const watchers = new Set<EventTarget>()
  class CloseWatcher extends EventTarget {
    constructor() {
      super()
      watchers.add(this)
    }
    destroy() {
      watchers.delete(this)
    }
  }
  vi.stubGlobal('CloseWatcher', tells ? CloseWatcher : undefined)
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: finger && query === '(pointer: coarse)' }))
  const { one, all } = mount('busy')
  const closed = vi.fn()
  const sheet = openSheet(one('[part=panel]'), closed)
  const show = () => sheet.show('A card', [document.createElement('p')])
  return { watchers, sheet, show, closed, cards: () => all('[role=dialog][aria-labelledby=sheet-title]').length }
}

test('[VW251] the device’s Back closes the card that is open, once', () => {
  const { watchers, show, closed, cards } = open()
  expect(watchers.size, 'nothing is shown yet').toBe(0)
  show()
  show()
  expect([watchers.size, cards()]).toEqual([1, 1])
  for (const each of watchers) each.dispatchEvent(new Event('close'))
  expect([watchers.size, cards(), closed.mock.calls.length]).toEqual([0, 0, 1])
})

test('[VW251] a card that is closed in another way leaves Back to the page', () => {
  const { watchers, sheet, show, closed } = open()
  show()
  sheet.close()
  expect([watchers.size, closed.mock.calls.length]).toEqual([0, 1])
})

test('[VW251] with a mouse, and where browsers do not tell of it, Back is the browser’s', () => {
  const mouse = open({ finger: false })
  mouse.show()
  expect(mouse.watchers.size).toBe(0)
  const silent = open({ tells: false })
  silent.show()
  silent.sheet.close()
  expect(silent.closed.mock.calls.length).toBe(1)
})
