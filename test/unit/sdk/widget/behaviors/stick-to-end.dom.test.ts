import { expect, test } from 'vitest'
import { stickToEnd } from '../../../../../sdk/widget/behaviors/stick-to-end.ts'

/** A log of 1,000 px in a window of 100, whose reader is at its end. */
function log() {
  const [scroller, list, below] = ['div', 'div', 'button'].map(name => document.createElement(name)) as HTMLElement[]
  if (!scroller || !list || !below) throw new Error('no elements')
  const row = document.createElement('div')
  row.dataset['key'] = 'a'
  list.append(row)
  below.hidden = true
  const at = { height: 1_000, top: 0, window: 100 }
  const end = () => at.height - at.window
  Object.defineProperties(scroller, {
    clientHeight: { get: () => at.window },
    scrollHeight: { get: () => at.height },
    scrollTop: { get: () => at.top, set: (top: number) => Object.assign(at, { top: Math.min(top, end()) }) },
  })
  const readings: (string | undefined)[] = []
  const stick = stickToEnd({ scroller, list, below }, key => readings.push(key))
  stick.settle()
  /** The log has this height for a moment, in which the browser moves it. */
  const shrink = (height: number) => Object.assign(at, { height, top: Math.min(at.top, height - 100) })
  return { at, stick, end, shrink, readings }
}

test('[BH4] a log that is empty for a moment while it is drawn moves by itself, and its reader stays at the end', () => {
  const { at, stick, end, shrink, readings } = log()
  stick.settle()
  shrink(100)
  at.height = 1_700
  stick.replace()
  expect([at.top, readings]).toEqual([end(), []])
})

test('[BH4] a reader who scrolled up before it is drawn is not taken back', () => {
  const { at, stick, readings } = log()
  at.top = 300
  stick.settle()
  at.height = 1_700
  stick.replace()
  expect([at.top, readings.at(-1)]).toEqual([300, 'a'])
})

test('[BH5] who moves up leaves the end, in steps of any size, and is not taken back by what comes', () => {
  const { at, stick, end, readings } = log()
  for (let step = 1; step <= 5; step++) {
    at.top -= 8
    stick.settle()
    expect(at.top).toBe(end() - 8 * step)
  }
  expect(readings).toContain('a')
  at.height += 20
  stick.replace()
  expect(at.top).toBe(end() - 60)
})

test('[BH5] who moves down to the newest message is at the end again, and is taken to it by what comes next', () => {
  const { at, stick, end, readings } = log()
  at.top -= 200
  stick.settle()
  at.top += 180
  stick.settle()
  expect([at.top, readings.at(-1)]).toEqual([end() - 20, undefined])
  at.height += 50
  stick.replace()
  expect(at.top).toBe(end())
})

test.each([47, 34, 9])(
  '[BH5] who stops %i px before the end is not taken to it until something comes, whatever is drawn or goes above',
  left => {
    const { at, stick, end, shrink, readings } = log()
    at.top -= 600
    stick.settle()
    at.top = end() - left
    for (const draw of ['settle', 'replace', 'settle'] as const) {
      stick[draw]()
      expect([at.top, readings.at(-1)]).toEqual([end() - left, undefined])
    }
    shrink(700)
    stick.replace()
    expect(at.top).toBe(end() - left)
    at.height += 1
    stick.replace()
    expect(at.top).toBe(end())
  },
)

test('[BH5] what comes while its reader still moves is shown when they stand', () => {
  const { at, stick, end } = log()
  at.top -= 200
  stick.settle()
  at.top += 170
  stick.settle()
  Object.assign(at, { top: at.top + 10, height: at.height + 60 })
  stick.settle()
  expect(at.top).toBe(end() - 80)
  stick.settle()
  expect(at.top).toBe(end())
})

test('[BH5] who goes to the end by a press comes all the way', () => {
  const { at, stick, end } = log()
  at.top -= 200
  stick.settle()
  at.top += 170
  stick.settle()
  stick.toEnd()
  expect(at.top).toBe(end())
})

test('[BH5] a finger that slips is no choice', () => {
  const { at, stick, end, readings } = log()
  at.top -= 5
  stick.settle()
  expect(at.top).toBe(end() - 5)
  at.height += 50
  stick.replace()
  expect([at.top, readings]).toEqual([end(), []])
})

test('[BH5] rows that grow under a reader at the end are no choice', () => {
  const { at, stick, end, readings } = log()
  at.height += 30
  stick.settle()
  expect([at.top, readings]).toEqual([end(), []])
})

test('[BH5] a window that became higher, which moves the log, and lower again is no choice', () => {
  const { at, stick, end, readings } = log()
  at.window = 140
  at.top = end()
  at.window = 50
  stick.settle()
  expect([at.top, readings]).toEqual([end(), []])
})
