import { expect, test } from 'vitest'
import { Corner } from '../../../../../sdk/widget/element/corner.ts'
import { placeProperty } from '../../../../../sdk/widget/styles/panel.css.ts'

test('[WG61] launchers of one corner of the window stand beside each other, whatever the direction of each', () => {
  const place = (direction: string, side: string) => {
    const node = document.body.appendChild(document.createElement('div'))
    node.style.direction = direction
    new Corner(node, () => {}).update(side, false)
    return node.style.getPropertyValue(placeProperty)
  }
  expect(place('ltr', 'end')).toBe('0')
  expect(place('rtl', 'end')).toBe('0')
  expect(place('ltr', 'start')).toBe('1')
  expect(place('rtl', 'start')).toBe('1')
  expect(place('ltr', 'end')).toBe('2')
})
