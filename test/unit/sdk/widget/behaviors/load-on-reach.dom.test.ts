import { expect, test } from 'vitest'
import { LoadOnReach } from '../../../../../sdk/widget/behaviors/load-on-reach.ts'

function log() {
  const scroller = document.createElement('div')
  const button = document.createElement('button')
  button.dataset.load = ''
  scroller.append(button)
  document.body.replaceChildren(scroller)
  const at = { height: 1_000, top: 0, presses: 0 }
  Object.defineProperty(scroller, 'clientHeight', { value: 100 })
  Object.defineProperty(scroller, 'scrollHeight', { get: () => at.height })
  scroller.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100)
  button.getBoundingClientRect = () => new DOMRect(0, at.top, 100, 20)
  button.addEventListener('click', () => at.presses++)
  return { at, button, behavior: new LoadOnReach(scroller) }
}

test('[BH3] a button that loads is pressed when it comes within a screen, once until something came', () => {
  const { at, behavior } = log()
  at.top = -121
  behavior.start()
  expect(at.presses).toBe(0)
  at.top = -120
  behavior.look()
  behavior.look()
  expect(at.presses).toBe(1)
  at.height += 500
  behavior.look()
  expect(at.presses).toBe(2)
})

test('[BH3] after a failure it is pressed again when it was out of reach, and never while it is disabled', () => {
  const { at, button, behavior } = log()
  behavior.start()
  at.top = -500
  behavior.look()
  at.top = 0
  button.disabled = true
  behavior.look()
  expect(at.presses).toBe(1)
  button.disabled = false
  behavior.look()
  expect(at.presses).toBe(2)
})
