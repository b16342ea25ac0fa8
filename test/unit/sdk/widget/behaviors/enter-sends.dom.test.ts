import { afterEach, expect, test, vi } from 'vitest'
import { undoAll } from '../../../../../sdk/widget/behaviors/behavior.ts'
import { enterSends } from '../../../../../sdk/widget/behaviors/enter-sends.ts'

afterEach(() => vi.restoreAllMocks())

function composer() {
  const form = document.createElement('form')
  const textarea = document.createElement('textarea')
  const button = document.createElement('button')
  button.type = 'submit'
  form.append(textarea, button)
  document.body.replaceChildren(form)
  let sent = 0
  form.addEventListener('submit', event => {
    event.preventDefault()
    sent++
  })
  const press = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init })
    textarea.dispatchEvent(event)
    return event.defaultPrevented
  }
  const start = () => {
    const undo = enterSends(textarea)
    return () => undoAll(undo)
  }
  return { start, press, sent: () => sent, hint: () => textarea.getAttribute('enterkeyhint') }
}

/** A screen whose only pointer is a finger, or not. */
function touchScreen(touch: boolean) {
  const query = Object.assign(new EventTarget(), { matches: touch })
  vi.spyOn(globalThis, 'matchMedia').mockReturnValue(query as unknown as MediaQueryList)
  return (now: boolean) => {
    query.matches = now
    query.dispatchEvent(new Event('change'))
  }
}

test('[BH1] Enter sends, Shift+Enter breaks the line', () => {
  touchScreen(false)
  const { start, press, sent, hint } = composer()
  start()
  expect(hint()).toBe('send')
  expect(press({})).toBe(true)
  expect(sent()).toBe(1)
  expect(press({ shiftKey: true })).toBe(false)
  expect(press({ key: 'a' })).toBe(false)
  expect(sent()).toBe(1)
})

test('[BH1] on a touch screen Enter breaks the line, as its key says; one of keys sends with Ctrl or Command', () => {
  const turn = touchScreen(true)
  const { start, press, sent, hint } = composer()
  const stop = start()
  expect(hint()).toBe('enter')
  expect(press({})).toBe(false)
  expect(press({ shiftKey: true })).toBe(false)
  expect(sent()).toBe(0)
  expect(press({ ctrlKey: true })).toBe(true)
  expect(press({ metaKey: true })).toBe(true)
  expect(sent()).toBe(2)

  // a mouse comes
  turn(false)
  expect(hint()).toBe('send')
  press({})
  expect(sent()).toBe(3)
  stop()
  turn(true)
  expect(hint()).toBe('send')
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
