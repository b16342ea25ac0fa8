import { expect, test } from 'vitest'
import { RegionSwitch } from '../../../../../sdk/widget/behaviors/region-switch.ts'

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
  let whole = true
  const behavior = new RegionSwitch(
    root,
    () => regions,
    () => whole,
  )
  behavior.start()
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
  whole = false
  expect(press(), 'a widget in a page takes no key from it').toBe('')
  regions[0]?.querySelector('button')?.focus()
  behavior.stop()
  expect(press()).toBe('log')
})
