import { expect, test } from 'vitest'
import { switchRegions } from '../../../../../sdk/widget/behaviors/region-switch.ts'

test('[AX4] F6 goes round the regions that can be seen, Shift+F6 the other way', () => {
  const root = document.createElement('div')
  const region = (name: string, hidden = false) => {
    const element = document.createElement('section')
    const button = document.createElement('button')
    button.id = name
    element.append(button)
    element.hidden = hidden
    root.append(element)
    return element
  }
  const regions = [region('log'), region('drawer', true), region('composer')]
  document.body.replaceChildren(root)
  root.dataset.mode = 'page'
  const stop = switchRegions(root, regions)
  const press = (shiftKey = false) => {
    const from = document.activeElement
    from?.dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', shiftKey, bubbles: true, cancelable: true }))
    return document.activeElement?.id
  }
  expect([press(), press(), press(), press(true), press(true)]).toEqual(['log', 'composer', 'log', 'composer', 'log'])
  const elsewhere = document.createElement('button')
  elsewhere.id = 'elsewhere'
  document.body.append(elsewhere)
  elsewhere.focus()
  expect(press(), 'what has the focus elsewhere keeps it').toBe('elsewhere')
  elsewhere.blur()
  root.dataset.mode = 'inline'
  expect(press(), 'a widget in a page takes no key from it').toBe('')
  regions[0]?.querySelector('button')?.focus()
  stop()
  expect(press()).toBe('log')
})
