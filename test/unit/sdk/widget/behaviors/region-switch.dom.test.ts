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
  const behavior = new RegionSwitch(root, () => regions)
  behavior.start()
  const press = (shiftKey = false) => {
    const from = document.activeElement === document.body ? root : document.activeElement
    from?.dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', shiftKey, bubbles: true, cancelable: true }))
    return document.activeElement?.id
  }
  expect([press(), press(), press(), press(true), press(true)]).toEqual(['log', 'composer', 'log', 'composer', 'log'])
  behavior.stop()
  expect(press()).toBe('log')
})
