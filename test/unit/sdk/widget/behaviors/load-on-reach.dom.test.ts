import { expect, test } from 'vitest'
import { loadOnReach } from '../../../../../sdk/widget/behaviors/load-on-reach.ts'

function log() {
  const scroller = document.createElement('div')
  const button = document.createElement('button')
  button.dataset.load = ''
  const above = document.createElement('div')
  const row = document.createElement('div')
  row.dataset.key = 'a'
  above.append(button)
  scroller.append(above, row)
  document.body.replaceChildren(scroller)
  const at = { height: 1_000, top: 0, presses: 0 }
  Object.defineProperty(scroller, 'clientHeight', { value: 100 })
  Object.defineProperty(scroller, 'scrollHeight', { get: () => at.height })
  scroller.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100)
  button.getBoundingClientRect = () => new DOMRect(0, at.top, 100, 20)
  button.addEventListener('click', () => at.presses++)
  return { at, button, row, look: loadOnReach(scroller) }
}

test('[BH3] a button that loads is pressed when it comes within a screen, once until something came', () => {
  const { at, row, look } = log()
  at.top = -121
  look()
  expect(at.presses).toBe(0)
  at.top = -120
  look()
  look()
  expect(at.presses).toBe(1)
  at.height += 500
  look()
  expect(at.presses).toBe(2)
  // As much went at the other end
  row.dataset.key = 'b'
  look()
  expect(at.presses).toBe(3)
})

test('[BH3] after a failure it is pressed again when it was out of reach, and never while it is hidden', () => {
  const { at, button, look } = log()
  look()
  at.top = -500
  look()
  at.top = 0
  button.getBoundingClientRect = () => new DOMRect()
  look()
  expect(at.presses).toBe(1)
  button.getBoundingClientRect = () => new DOMRect(0, 0, 100, 20)
  look()
  expect(at.presses).toBe(2)
})
