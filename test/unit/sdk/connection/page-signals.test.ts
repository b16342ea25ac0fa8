import { expect, test } from 'vitest'
import { pageSignals } from '../../../../sdk/connection/page-signals.ts'

test('[CN10] online, pageshow and becoming visible wake; offline and hiding do not', () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
  const page = Object.assign(new EventTarget(), { navigator: { onLine: true }, document })
  const signals = pageSignals(page)
  const heard: string[] = []
  const stop = signals.listen(signal => heard.push(signal))
  document.dispatchEvent(new Event('visibilitychange'))
  expect(heard).toEqual([])
  document.visibilityState = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('online'))
  page.dispatchEvent(new Event('pageshow'))
  page.dispatchEvent(new Event('offline'))
  expect(heard).toEqual(['wake', 'wake', 'wake', 'sleep'])
  stop()
  document.dispatchEvent(new Event('visibilitychange'))
  for (const type of ['online', 'pageshow', 'offline']) page.dispatchEvent(new Event(type))
  expect(heard).toHaveLength(4)
  expect(signals.offline()).toBe(false)
  page.navigator.onLine = false
  expect(signals.offline()).toBe(true)
})

test('[CN10] outside of browsers there is nothing to hear, and the network counts as there', () => {
  const signals = pageSignals({})
  expect(signals.offline()).toBe(false)
  expect(signals.listen(() => {})).not.toThrow()
})
