import { expect, test } from 'vitest'
import { enterSends } from '../../../../../sdk/widget/behaviors/enter-sends.ts'

function composer() {
  const form = document.createElement('form')
  const textarea = document.createElement('textarea')
  form.append(textarea)
  document.body.replaceChildren(form)
  let sent = 0
  form.addEventListener('submit', event => {
    event.preventDefault()
    sent++
  })
  const press = (init: KeyboardEventInit & { keyCode?: number }) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init })
    if (init.keyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: init.keyCode })
    textarea.dispatchEvent(event)
    return event.defaultPrevented
  }
  return { start: () => enterSends(textarea), press, sent: () => sent }
}

test('[BH1] Enter sends, Shift+Enter breaks the line', () => {
  const { start, press, sent } = composer()
  start()
  expect(press({})).toBe(true)
  expect(sent()).toBe(1)
  expect(press({ shiftKey: true })).toBe(false)
  expect(press({ key: 'a' })).toBe(false)
  expect(sent()).toBe(1)
})

test('[BH1] an Enter that ends a composition does not send, also where the composition ends first', () => {
  const { start, press, sent } = composer()
  start()
  expect(press({ isComposing: true })).toBe(false)
  expect(press({ keyCode: 229 })).toBe(false)
  expect(sent()).toBe(0)
})

test('[BH2] a behavior may start and stop again and again', () => {
  const { start, press, sent } = composer()
  const stop = start()
  press({})
  expect(sent()).toBe(1)
  stop()
  stop()
  press({})
  expect(sent()).toBe(1)
  start()
  press({})
  expect(sent()).toBe(2)
})
